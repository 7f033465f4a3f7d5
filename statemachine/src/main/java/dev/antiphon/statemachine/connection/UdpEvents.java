package dev.antiphon.statemachine.connection;

import dev.antiphon.statemachine.flow.VoiceEvent;
import dev.antiphon.udp.UdpListener;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Turns what one UDP path reports into events of the flow. Confined to the event loop. */
final class UdpEvents implements UdpListener {
  private final int generation;
  private final Vault vault;
  private final ConnectionCounters counters;
  private final ConnectionObserver observer;
  private final Consumer<VoiceEvent> sink;

  UdpEvents(
      int generation,
      Vault vault,
      ConnectionCounters counters,
      ConnectionObserver observer,
      Consumer<VoiceEvent> sink) {
    this.generation = generation;
    this.vault = vault;
    this.counters = counters;
    this.observer = observer;
    this.sink = sink;
  }

  @Override
  public void ready() {
    sink.accept(new VoiceEvent.UdpReady(generation));
  }

  @Override
  public void openFailed(IOException cause) {
    sink.accept(new VoiceEvent.UdpOpenFailed(generation, "UDP socket: " + cause.getMessage()));
  }

  @Override
  public void discovered(String address, int port) {
    vault.keepOwnAddress(address, port);
    sink.accept(new VoiceEvent.Discovered(generation));
  }

  @Override
  public void discoveryInvalid(String why) {
    counters.invalidDiscovery();
  }

  @Override
  public void unreachable(IOException cause) {
    sink.accept(new VoiceEvent.UdpUnreachable(generation, "UDP: " + cause.getMessage()));
  }

  @Override
  public void datagram() {
    sink.accept(new VoiceEvent.UdpAlive(generation));
  }

  @Override
  public void nonceNearlySpent() {
    sink.accept(new VoiceEvent.NonceNearlySpent(generation));
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    observer.opus(userId, ssrc, sequence, timestamp, frame);
  }
}
