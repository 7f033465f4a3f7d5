package dev.antiphon.spec.wire;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A voice server that never gives the answer by which a connection would leave its state. */
final class Withheld implements ServerBehaviour {
  private final Map<Long, VoiceState> stops = new ConcurrentHashMap<>();
  private final Set<Class<? extends GatewayMessage>> never = ConcurrentHashMap.newKeySet();

  /** The connection of this guild goes no further than this. */
  void stopAt(long guildId, VoiceState state) {
    stops.put(guildId, state);
  }

  /** The connection of this guild goes on, once it has asked again. */
  void letGo(long guildId) {
    stops.remove(guildId);
  }

  /** From now on nobody hears this. */
  void never(Class<? extends GatewayMessage> message) {
    never.add(message);
  }

  @Override
  public Verdict outgoing(Peer to, GatewayMessage message) {
    boolean withheld =
        never.contains(message.getClass())
            || leavingBy(message).filter(state -> stops(to, state)).isPresent();
    return withheld ? Verdict.drop() : Verdict.deliver();
  }

  @Override
  public Verdict discovery(Peer from, InetSocketAddress observed) {
    return stops(from, VoiceState.DISCOVERING) ? Verdict.drop() : Verdict.deliver();
  }

  private boolean stops(Peer peer, VoiceState state) {
    return stops.get(peer.guildId()) == state;
  }

  private static Optional<VoiceState> leavingBy(GatewayMessage message) {
    if (message instanceof Ready) {
      return Optional.of(VoiceState.IDENTIFYING);
    }
    if (message instanceof Resumed) {
      return Optional.of(VoiceState.RESUMING);
    }
    return message instanceof SessionDescription
        ? Optional.of(VoiceState.SELECTING)
        : Optional.empty();
  }
}
