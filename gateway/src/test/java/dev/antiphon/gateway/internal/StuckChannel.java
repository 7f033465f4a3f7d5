package dev.antiphon.gateway.internal;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A channel whose connection attempts to IPv6 addresses get no response. */
public final class StuckChannel extends TrackedChannel {
  @Override
  protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
    boolean stuck = ((InetSocketAddress) remote).getAddress() instanceof Inet6Address;
    return !stuck && super.doConnect(remote, local);
  }
}
