package dev.antiphon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.DaveBytes;
import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A member with a session of davey. This class calls the session in the same way as discord.js. */
final class DaveyPeer implements Peer {
  private static final HexFormat HEX = HexFormat.of();

  private final long userId;
  private final long channelId;
  private final NodeProgram davey;
  private final Set<String> recognised = new TreeSet<>();

  DaveyPeer(long userId, long channelId, NodeProgram davey) {
    this.userId = userId;
    this.channelId = channelId;
    this.davey = davey;
  }

  private static String text(long id) {
    return Long.toUnsignedString(id);
  }

  private static String text(DaveBytes content) {
    return content.toHex();
  }

  private static DaveBytes bytes(JsonNode hex) {
    return DaveBytes.copyOf(HEX.parseHex(hex.textValue()));
  }

  private JsonNode request(String action, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("action", action);
    request.put("user", text(userId));
    request.put("channel", text(channelId));
    return davey.request(request);
  }

  private JsonNode require(String action, Map<String, ?> more) {
    JsonNode answer = request(action, more);
    if (answer.has("error")) {
      throw new AssertionError(
          "%s failed in the action %s: %s"
              .formatted(this, action, answer.get("error").textValue()));
    }
    return answer;
  }

  @Override
  public long userId() {
    return userId;
  }

  @Override
  public boolean isOurs() {
    return false;
  }

  @Override
  public List<DaveEffect> handle(DaveEvent event) {
    if (event instanceof DaveEvent.Begin) {
      return begin("create");
    } else if (event instanceof DaveEvent.PrepareEpoch) {
      return begin("reinit");
    } else if (event instanceof DaveEvent.ExternalSender sender) {
      require("externalSender", Map.of("content", text(sender.content())));
    } else if (event instanceof DaveEvent.UsersConnected connected) {
      connected.userIds().forEach(user -> recognised.add(text(user)));
    } else if (event instanceof DaveEvent.UserDisconnected disconnected) {
      recognised.remove(text(disconnected.userId()));
    } else if (event instanceof DaveEvent.Proposals proposals) {
      return proposals(proposals);
    } else if (event instanceof DaveEvent.CommitAnnounced commit) {
      return enterEpoch(commit, "commit", commit.content());
    } else if (event instanceof DaveEvent.Welcome welcome) {
      return enterEpoch(welcome, "welcome", welcome.content());
    }
    return List.of();
  }

  private List<DaveEffect> begin(String action) {
    return List.of(
        new DaveEffect.SendKeyPackage(bytes(require(action, Map.of()).get("keyPackage"))));
  }

  private List<DaveEffect> proposals(DaveEvent.Proposals proposals) {
    JsonNode answer =
        require(
            "proposals",
            Map.of(
                "operation",
                proposals.operation(),
                "content",
                text(proposals.content()),
                "recognised",
                recognised));
    if (!answer.has("commit")) {
      return List.of();
    }
    String welcome = answer.path("welcome").asText("");
    byte[] body = HEX.parseHex(answer.get("commit").textValue() + welcome);
    return List.of(new DaveEffect.SendCommitWelcome(DaveBytes.copyOf(body)));
  }

  private List<DaveEffect> enterEpoch(
      DaveEvent.OfTransition event, String action, DaveBytes content) {
    JsonNode answer = request(action, Map.of("content", text(content)));
    if (answer.has("error")) {
      List<DaveEffect> effects = new ArrayList<>();
      effects.add(new DaveEffect.SendInvalidCommitWelcome(event.transitionId()));
      effects.addAll(begin("reinit"));
      return effects;
    }
    return event.transitionId() == 0
        ? List.of()
        : List.of(new DaveEffect.SendTransitionReady(event.transitionId()));
  }

  @Override
  public byte[] protect(byte[] frame) {
    return frame(require("encrypt", Map.of("frame", HEX.formatHex(frame))));
  }

  @Override
  public byte[] unprotect(long sender, byte[] frame) {
    return frame(require("decrypt", Map.of("sender", text(sender), "frame", HEX.formatHex(frame))));
  }

  private static byte[] frame(JsonNode answer) {
    return HEX.parseHex(answer.get("frame").textValue());
  }

  @Override
  public String privacyCode() {
    return require("privacyCode", Map.of()).get("code").textValue();
  }

  @Override
  public String pairwiseCode(long other) {
    return require("pairwiseCode", Map.of("other", text(other))).get("code").textValue();
  }

  @Override
  public void close() {
    require("close", Map.of());
  }

  @Override
  public String toString() {
    return "davey[" + text(userId) + "]";
  }
}
