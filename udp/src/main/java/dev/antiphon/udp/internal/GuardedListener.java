package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards calls to a listener. It catches the exceptions of the listener, and makes no calls after
 * the path is closed.
 */
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
    notifyListener(listener::ready);
  }

  @Override
  public void openFailed(IOException cause) {
    notifyListener(() -> listener.openFailed(cause));
  }

  @Override
  public void discovered(String address, int port) {
    notifyListener(() -> listener.discovered(address, port));
  }

  @Override
  public void discoveryInvalid(String reason) {
    notifyListener(() -> listener.discoveryInvalid(reason));
  }

  @Override
  public void unreachable(IOException cause) {
    notifyListener(() -> listener.unreachable(cause));
  }

  @Override
  public void datagram() {
    notifyListener(listener::datagram);
  }

  @Override
  public void nonceNearlySpent() {
    notifyListener(listener::nonceNearlySpent);
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    if (silenced) {
      return;
    }
    // Called 50 times per second and speaker: without notifyListener, no lambda is allocated.
    try {
      listener.opus(userId, ssrc, sequence, timestamp, frame);
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void notifyListener(Runnable call) {
    if (silenced) {
      return;
    }
    try {
      call.run();
    } catch (Throwable e) { // the socket's pipeline must not receive the listener's exceptions
      failed(e);
    }
  }

  private void failed(Throwable e) {
    counters.count(PathCounter.LISTENER_FAILURES);
    LOG.debug("A UDP listener threw an exception", e);
  }
}
