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

/** Blocks the server's answer that would move a connection out of its state. */
final class BlockedAnswers implements ServerBehaviour {
  private final Map<Long, VoiceState> stops = new ConcurrentHashMap<>();
  private final Set<Class<? extends GatewayMessage>> blockedTypes = ConcurrentHashMap.newKeySet();

  /** Stops the connection of this guild in this state. */
  void stopAt(long guildId, VoiceState state) {
    stops.put(guildId, state);
  }

  /** Unblocks the connection of this guild. It goes on after its next request. */
  void unblock(long guildId) {
    stops.remove(guildId);
  }

  /** From now on no connection receives this type of message. */
  void block(Class<? extends GatewayMessage> message) {
    blockedTypes.add(message);
  }

  @Override
  public Verdict outgoing(Peer to, GatewayMessage message) {
    boolean blocked =
        blockedTypes.contains(message.getClass())
            || leavingBy(message).filter(state -> stops(to, state)).isPresent();
    return blocked ? Verdict.drop() : Verdict.deliver();
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
