package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static dev.antiphon.testkit.fault.FaultTrigger.frame;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scenarios in which the voice server's name has other addresses than usual, or none. {@link
 * NamesTest} runs them in a separate JVM that resolves names only with a hosts file.
 */
final class NamesMain {
  /** The JVM knows {@code localhost} without the hosts file, so this is another name. */
  private static final String NAME = "voice.test";

  private static final int FRAMES = 90;
  private static final int LOST_AT = 25;
  private static final int BACKLOG = 50;
  private static final int VOICES = 5;
  private static final byte[] SILENT_ADDRESS = {127, 0, 0, 2};

  private NamesMain() {}

  /** Runs the scenario {@code resume} or {@code race} with the hosts file of this JVM. */
  public static void main(String[] args) throws Exception {
    Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
    if (args[0].equals("resume")) {
      resume(hosts);
    } else {
      race(hosts);
    }
    System.out.println("finished");
  }

  /** The WebSocket is lost while the name cannot be resolved. */
  private static void resume(Path hosts) throws Exception {
    Files.writeString(hosts, "127.0.0.1 " + NAME + "\n");
    FaultScript loss =
        FaultScript.builder().add(FaultRule.when(frame(LOST_AT)).then(FaultAction.reset())).build();
    try (TestEnvironment env = TestEnvironment.open(server -> server.plain().faults(loss));
        FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, NAME + ":" + env.server().port());
        Voice voice =
            Voice.builder(gateway).userId(BOT).options(env.options(options -> {})).build()) {
      env.server().delivery().inChannel(GUILD, CHANNEL);
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      Files.writeString(hosts, "");
      requireUnknown();
      connection
          .play(new ListSource(TestEnvironment.frames(FRAMES)))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      env.server().await(1, ServerEvent.Resumed.class::isInstance, LIMIT);
      env.server().awaitFrames(connection.guildId(), BOT, FRAMES, LIMIT);
      require(
          env.server().events().stream().filter(ServerEvent.Identified.class::isInstance).count()
              == 1,
          "a second Identify");
    }
  }

  /** The first address of the name accepts TCP and says nothing more. */
  private static void race(Path hosts) throws Exception {
    Files.writeString(hosts, "127.0.0.2 localhost\n127.0.0.1 localhost\n");
    try (TestEnvironment env = TestEnvironment.open();
        Silent silent = new Silent(env.server().port())) {
      join(env);
      long before = OpenResources.sockets();
      for (int i = 1; i < VOICES; i++) {
        join(env);
      }
      OpenResources.awaitThat(
          "each race had a loser", () -> silent.accepted.get() == VOICES && silent.open.get() == 0);
      if (before >= 0) {
        OpenResources.awaitThat("no socket is left", () -> OpenResources.sockets() <= before);
      }
    }
    OpenResources.awaitThat(
        "no thread of the library is left", () -> OpenResources.libraryThreads().isEmpty());
  }

  /** Joins with a dialer that does not know the addresses yet, and leaves. */
  private static void join(TestEnvironment env) {
    env.bot().join();
    env.closeBots();
  }

  private static void requireUnknown() {
    try {
      throw new IllegalStateException("known: " + List.of(InetAddress.getAllByName(NAME)));
    } catch (UnknownHostException expected) {
      // The JVM remembers this failure for some seconds.
    }
  }

  private static void require(boolean condition, String failure) {
    if (!condition) {
      throw new IllegalStateException(failure);
    }
  }

  /** Accepts TCP connections at the silent address and only reads. */
  private static final class Silent implements AutoCloseable {
    private final ServerSocket listening;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    Silent(int port) throws IOException {
      listening = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(SILENT_ADDRESS));
      Thread thread = new Thread(this::accept, "silent");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          try (Socket socket = listening.accept()) {
            open.incrementAndGet();
            accepted.incrementAndGet();
            socket.getInputStream().readAllBytes();
          } finally {
            open.decrementAndGet();
          }
        }
      } catch (IOException closed) {
        // The scenario is over.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
