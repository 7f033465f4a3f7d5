package dev.antiphon.udp.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.Locale;
import java.util.stream.Stream;

/** What a socket's error says about the way to the server. */
final class SocketErrors {
  private SocketErrors() {}

  /**
   * Whether the error tells that datagrams do not arrive, in contrast to one that concerns a single
   * datagram, such as a lack of buffers. Of some errors Java knows only the system's words.
   */
  static boolean isLasting(IOException error) {
    if (error instanceof PortUnreachableException
        || error instanceof NoRouteToHostException
        || error instanceof ConnectException) {
      return true;
    }
    String words = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of("unreachable", "refused", "no route", "network is down", "host is down")
        .anyMatch(words::contains);
  }
}
