package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.Connection;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A join that fails because of an unusable message says which field is wrong, on real sockets. */
class UnusableReadyTest {
  private static final String MODES = "[\"aead_aes256_gcm_rtpsize\"]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'0.0.0.0'   | RETRIES_EXHAUSTED | d.ip: expected a public, private or loopback address,"
            + " found 0.0.0.0, an unspecified address",
        "'not an ip' | RETRIES_EXHAUSTED | d.ip: expected an IP address, found not an ip",
        "'127.0.0.1' | NO_COMMON_MODE    | found made_up",
      })
  void readyThatCannotBeUsedNamesTheField(String ip, FailureCause cause, String sentence)
      throws Exception {
    String modes = cause == FailureCause.NO_COMMON_MODE ? "[\"made_up\"]" : MODES;
    assertThat(
            failureAfter(
                Ready.class,
                "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"%s\",\"port\":9,\"modes\":%s}}"
                    .formatted(ip, modes)))
        .hasMessageContaining(sentence)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(cause));
  }

  @Test
  void malformedReadyNamesTheField() throws Exception {
    assertThat(failureAfter(Ready.class, "{\"op\":2,\"d\":{\"ssrc\":1,\"port\":9,\"modes\":[]}}"))
        .hasMessageContaining("d.ip: expected a string, found missing");
  }

  @Test
  void sessionDescriptionThatCannotBeUsedNamesTheField() throws Exception {
    assertThat(
            failureAfter(
                SessionDescription.class,
                "{\"op\":4,\"d\":{\"mode\":\"aead_aes256_gcm_rtpsize\",\"secret_key\":[1,2,3]}}"))
        .hasMessageContaining("d.secret_key: expected 32 bytes, found 3 bytes");
  }

  /** The audit line contains the sentence too, without the address. */
  @Test
  void recordedStepNamesTheField() throws Exception {
    Queue<Transition> transitions = new ConcurrentLinkedQueue<>();
    failureAfter(
        Ready.class,
        "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"0.0.0.0\",\"port\":9,\"modes\":%s}}".formatted(MODES),
        transitions);
    assertThat(transitions)
        .extracting(transition -> transition.trigger().describe())
        .contains(
            "Ready is unusable: d.ip: expected a public, private or loopback address,"
                + " found (an address), an unspecified address");
  }

  private static VoiceConnectException failureAfter(
      Class<? extends GatewayMessage> replaced, String json) throws Exception {
    return failureAfter(replaced, json, new ConcurrentLinkedQueue<>());
  }

  /** The failure of a join in which the voice server sends this text instead of a message. */
  private static VoiceConnectException failureAfter(
      Class<? extends GatewayMessage> replaced, String json, Queue<Transition> transitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<Void> due = new CompletableFuture<>();
    ServerBehaviour withoutIt =
        new ServerBehaviour() {
          @Override
          public Verdict outgoing(Peer to, GatewayMessage message) {
            if (!replaced.isInstance(message)) {
              return Verdict.deliver();
            }
            due.complete(null);
            return Verdict.drop();
          }
        };
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(withoutIt))) {
      TestEnvironment.Bot bot = env.bot(options -> options.retries(TestEnvironment.retries(0, 0)));
      bot.voice().onTransition(transitions::add);
      CompletableFuture<Connection> join = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      due.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(env.server().sendRaw(GUILD, BOT, json)).isTrue();
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> join.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      return (VoiceConnectException) failure.getCause();
    }
  }
}
