package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down every call, and can be told to throw in each. */
final class RecordingListener implements UdpListener {
  /** One received frame. */
  record Heard(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}

  final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  volatile boolean throwing;
  volatile Thread thread;

  /** The next call; fails after ten seconds. */
  String nextCall() throws InterruptedException {
    return orFail(calls.poll(10, TimeUnit.SECONDS));
  }

  Heard nextHeard() throws InterruptedException {
    return orFail(heard.poll(10, TimeUnit.SECONDS));
  }

  List<String> takeCalls() {
    List<String> taken = new ArrayList<>();
    calls.drainTo(taken);
    return taken;
  }

  private static <T> T orFail(T value) {
    if (value == null) {
      throw new AssertionError("nothing came within ten seconds");
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
  public void discoveryInvalid(String why) {
    note("discoveryInvalid " + why);
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
    heard.add(new Heard(userId, ssrc, sequence, timestamp, frame));
    note("opus");
  }
}
