package dev.antiphon.internal.engine;

import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowEngineProvider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Creates running flows on the engines of one provider. Thread-safe. */
public final class FlowMachines {
  private final VoiceFlow flow;
  private final Supplier<FlowEngine> engines;

  /**
   * Prepares the engines and tests one. The first machine of a JVM takes Spring more than a second,
   * and its first events take milliseconds each. So this constructor takes one engine through a
   * join on the caller's thread, and the event loops do not have to wait for it.
   *
   * @throws EngineException if this engine does not do what the table says
   */
  public FlowMachines(VoiceFlow flow, FlowEngineProvider provider) {
    this.flow = flow;
    this.engines = provider.prepare(FlowTransitions.all());
    walkThroughAJoin(create(0));
  }

  /** Creates a flow in Idle. {@code seed} is the random seed. */
  public FlowMachine create(long seed) {
    return new FlowMachine(flow, engines.get(), seed);
  }

  private static void walkThroughAJoin(FlowMachine machine) {
    long channel = 1;
    List<VoiceEvent> join =
        List.of(
            new Command.Join(channel),
            new VoiceEvent.OwnVoiceState(OptionalLong.of(channel), 1),
            new VoiceEvent.VoiceServer(1, 1),
            new VoiceEvent.SocketOpen(1),
            new VoiceEvent.ReadyReceived(1, 1, Set.of(EncryptionMode.values()), 1),
            new VoiceEvent.UdpReady(1),
            new VoiceEvent.Discovered(1, 1));
    join.forEach(machine::handle);
    Optional<EncryptionMode> mode = machine.snapshot().memory().udp().mode();
    machine.handle(
        new VoiceEvent.Described(1, mode, 1, mode.map(EncryptionMode::keyLength).orElse(0)));
    machine.handle(new Command.Disconnect());
  }
}
