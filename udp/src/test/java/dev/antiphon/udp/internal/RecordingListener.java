package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records every call, and optionally throws an exception in each call. */
final class RecordingListener implements UdpListener {
  /** One received frame. */
  record ReceivedFrame(
      OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}

  final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  final BlockingQueue<ReceivedFrame> received = new LinkedBlockingQueue<>();
  volatile boolean throwing;
  volatile Thread thread;

  /** Returns the next call; fails after ten seconds. */
  String nextCall() throws InterruptedException {
    return orFail(calls.poll(10, TimeUnit.SECONDS));
  }

  ReceivedFrame nextReceived() throws InterruptedException {
    return orFail(received.poll(10, TimeUnit.SECONDS));
  }

  List<String> takeCalls() {
    List<String> taken = new ArrayList<>();
    calls.drainTo(taken);
    return taken;
  }

  private static <T> T orFail(T value) {
    if (value == null) {
      throw new AssertionError("no call within ten seconds");
    }
    return value;
  }

  private void note(String call) {
    thread = Thread.currentThread();
    calls.add(call);
    if (throwing) {
      throw new AssertionError("a listener that throws");
    }
  }

  @Override
  public void ready() {
    note("ready");
  }

  @Override
  public void openFailed(IOException cause) {
    note("openFailed " + cause.getClass().getSimpleName());
  }

  @Override
  public void discovered(String address, int port) {
    note("discovered " + address + " " + port);
  }

  @Override
  public void discoveryInvalid(String reason) {
    note("discoveryInvalid " + reason);
  }

  @Override
  public void unreachable(IOException cause) {
    note("unreachable " + cause.getClass().getSimpleName());
  }

  @Override
  public void datagram() {
    note("datagram");
  }

  @Override
  public void nonceNearlySpent() {
    note("nonceNearlySpent");
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    received.add(new ReceivedFrame(userId, ssrc, sequence, timestamp, frame));
    note("opus");
  }
}
