package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.udp.internal.UdpListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/** Converts the reports of one UDP path into events of the flow. Runs on the event loop only. */
final class UdpEvents implements UdpListener {
  private final int generation;
  private final Vault vault;
  private final ConnectionCounters counters;
  private final ConnectionObserver observer;
  private final EventSink events;

  UdpEvents(int generation, ConnectionContext context) {
    this.generation = generation;
    this.vault = context.vault();
    this.counters = context.counters();
    this.observer = context.observer();
    this.events = context.events();
  }

  @Override
  public void ready() {
    events.accept(new VoiceEvent.UdpReady(generation));
  }

  @Override
  public void openFailed(IOException cause) {
    events.accept(
        new VoiceEvent.UdpOpenFailed(
            generation, "the UDP socket cannot be opened: " + messageOf(cause)));
  }

  @Override
  public void discovered(String address, int port) {
    InetSocketAddress own = InetSocketAddress.createUnresolved(address, port);
    events.acceptLater(
        () -> new VoiceEvent.Discovered(generation, vault.addresses().numberOf(own)));
  }

  @Override
  public void discoveryInvalid(String why) {
    counters.invalidDiscovery();
  }

  @Override
  public void unreachable(IOException cause) {
    events.accept(
        new VoiceEvent.UdpUnreachable(generation, "the UDP path is broken: " + messageOf(cause)));
  }

  @Override
  public void datagram() {
    events.accept(new VoiceEvent.UdpAlive(generation));
  }

  @Override
  public void nonceNearlySpent() {
    events.accept(new VoiceEvent.NonceNearlySpent(generation));
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    observer.opus(userId, ssrc, sequence, timestamp, frame);
  }

  private static String messageOf(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
