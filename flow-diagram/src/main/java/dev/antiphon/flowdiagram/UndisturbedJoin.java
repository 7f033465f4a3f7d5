package dev.antiphon.flowdiagram;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A join without faults: the application joins, all answers arrive, and the application
 * disconnects. Discord can send the two halves of the credentials in either order.
 */
final class UndisturbedJoin {
  private static final int FIRST = 1;
  private static final long CHANNEL = 1;
  private static final double INTERVAL_MILLIS = 41_250;
  private static final VoiceEvent VOICE_STATE =
      new VoiceEvent.OwnVoiceState(OptionalLong.of(CHANNEL), FIRST);
  private static final VoiceEvent VOICE_SERVER = new VoiceEvent.VoiceServer(FIRST, FIRST);

  private UndisturbedJoin() {}

  /** The rows that are taken, in this order. */
  static Set<Row<Substate, EventKind, Guard, Action>> rows() {
    Set<Row<Substate, EventKind, Guard, Action>> rows = new LinkedHashSet<>();
    play(rows, VOICE_STATE, VOICE_SERVER);
    play(rows, VOICE_SERVER, VOICE_STATE);
    return rows;
  }

  private static void play(
      Set<Row<Substate, EventKind, Guard, Action>> rows, VoiceEvent half, VoiceEvent otherHalf) {
    EncryptionMode mode = FlowLimits.ofDefaults().modes().get(0);
    List<VoiceEvent> events =
        List.of(
            new Command.Join(CHANNEL),
            half,
            otherHalf,
            new VoiceEvent.SocketOpen(FIRST),
            new VoiceEvent.HelloReceived(FIRST, INTERVAL_MILLIS),
            new VoiceEvent.ReadyReceived(FIRST, 1, EnumSet.of(mode), FIRST),
            new VoiceEvent.UdpReady(FIRST),
            new VoiceEvent.Discovered(FIRST, FIRST),
            new VoiceEvent.Described(FIRST, Optional.of(mode), FIRST, mode.keyLength()),
            new Command.Disconnect());
    VoiceFlow flow = new VoiceFlow(FlowLimits.ofDefaults());
    Snapshot now = flow.initial(0);
    for (VoiceEvent event : events) {
      FlowDecision decision = flow.decide(now, event);
      rows.add(decision.row());
      now = decision.after();
    }
  }
}
