package dev.antiphon.udp.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.Locale;
import java.util.stream.Stream;

/** Classifies the errors of a UDP socket. */
final class SocketErrors {
  private SocketErrors() {}

  /**
   * Returns whether the error is lasting: datagrams do not reach the server. Other errors concern
   * only one datagram, such as a lack of buffers. For some errors, only the system's message is
   * available.
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
