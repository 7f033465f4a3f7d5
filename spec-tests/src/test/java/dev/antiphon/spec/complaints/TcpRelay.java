package dev.antiphon.spec.complaints;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay between clients and a server. It can answer new connections itself, without TLS. */
final class TcpRelay implements AutoCloseable {
  private static final byte[] NOT_TLS =
      "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean usable;

  /** Starts a relay that answers new connections itself if it is not {@code usable}. */
  TcpRelay(EmbeddedVoiceServer server, boolean usable) throws IOException {
    this.usable = usable;
    String endpoint = server.endpoint();
    target = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            accept(add(listening.accept()));
          }
        });
  }

  String endpoint() {
    return "localhost:" + listening.getLocalPort();
  }

  /** Sets whether new connections reach the server. */
  void usable(boolean changed) {
    usable = changed;
  }

  private void accept(Socket client) throws IOException {
    if (usable) {
      Socket server = add(new Socket(InetAddress.getLoopbackAddress(), target));
      pump(client, server);
      pump(server, client);
    } else {
      client.getOutputStream().write(NOT_TLS);
    }
  }

  private static void pump(Socket from, Socket to) {
    start(
        () -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          }
        });
  }

  private Socket add(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException ended) {
                // One side has closed its socket, or the relay is closed.
              }
            },
            "tcp-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
