package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the path alive when its listener throws, and quiet once it is closed. */
final class GuardedListener implements UdpListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  private final UdpListener listener;
  private final PathCounters counters;
  private boolean silenced;

  GuardedListener(UdpListener listener, PathCounters counters) {
    this.listener = listener;
    this.counters = counters;
  }

  void silence() {
    silenced = true;
  }

  @Override
  public void ready() {
    tell(listener::ready);
  }

  @Override
  public void openFailed(IOException cause) {
    tell(() -> listener.openFailed(cause));
  }

  @Override
  public void discovered(String address, int port) {
    tell(() -> listener.discovered(address, port));
  }

  @Override
  public void discoveryInvalid(String why) {
    tell(() -> listener.discoveryInvalid(why));
  }

  @Override
  public void unreachable(IOException cause) {
    tell(() -> listener.unreachable(cause));
  }

  @Override
  public void datagram() {
    tell(listener::datagram);
  }

  @Override
  public void nonceNearlySpent() {
    tell(listener::nonceNearlySpent);
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    if (silenced) {
      return;
    }
    try { // written out: this comes 50 times a second and speaker, and is to make no garbage
      listener.opus(userId, ssrc, sequence, timestamp, frame);
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void tell(Runnable call) {
    if (silenced) {
      return;
    }
    try {
      call.run();
    } catch (Throwable e) { // whatever it throws, the socket's pipeline must not see it
      failed(e);
    }
  }

  private void failed(Throwable e) {
    counters.count(PathCounter.LISTENER_FAILURES);
    LOG.debug("A UDP listener failed", e);
  }
}
