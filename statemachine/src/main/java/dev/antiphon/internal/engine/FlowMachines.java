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

/** Makes running flows on the engines of one provider. Safe for use by any number of threads. */
public final class FlowMachines {
  private final VoiceFlow flow;
  private final Supplier<FlowEngine> engines;

  /**
   * Prepares the engines, and tries one. The first machine of a JVM takes Spring more than a
   * second, and its first events milliseconds each; so this constructor, which runs on the caller's
   * thread, walks one through a join and spares the event loops that.
   *
   * @throws EngineException if that engine does not do what the table says
   */
  public FlowMachines(VoiceFlow flow, FlowEngineProvider provider) {
    this.flow = flow;
    this.engines = provider.prepare(FlowTransitions.all());
    walkThroughAJoin(create(0));
  }

  /** A new flow, in Idle; {@code seed} is what its chance begins with. */
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
