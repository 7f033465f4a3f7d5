package dev.antiphon.testkit.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.Connected;
import dev.antiphon.testkit.record.ServerEvent.DaveEpochBegan;
import dev.antiphon.testkit.record.ServerEvent.DaveRefused;
import dev.antiphon.testkit.record.ServerEvent.DaveTransitionExecuted;
import dev.antiphon.testkit.record.ServerEvent.DaveTransitionPrepared;
import dev.antiphon.testkit.record.ServerEvent.Died;
import dev.antiphon.testkit.record.ServerEvent.DiscoveryRequested;
import dev.antiphon.testkit.record.ServerEvent.FaultApplied;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.Identified;
import dev.antiphon.testkit.record.ServerEvent.KeepaliveReceived;
import dev.antiphon.testkit.record.ServerEvent.Left;
import dev.antiphon.testkit.record.ServerEvent.MessageReceived;
import dev.antiphon.testkit.record.ServerEvent.MessageSent;
import dev.antiphon.testkit.record.ServerEvent.ProtocolSelected;
import dev.antiphon.testkit.record.ServerEvent.Resumed;
import dev.antiphon.testkit.record.ServerEvent.SpeakingChanged;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import io.netty.util.NetUtil;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Writes events as JSON Lines. Each event is one object without line breaks. It begins with {@code
 * "event"} (the type's name in snake case, {@code fault} for {@link FaultApplied}) and {@code
 * "at_ms"} (milliseconds since the server started). Guild and user are strings, like Discord's
 * snowflakes, and absent if unknown. An audio frame is written as its length and the SHA-256 of its
 * Opus bytes. Only the opcode of a message is written, so tokens, session ids and keys never
 * appear.
 */
public final class ServerEventJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ServerEventJson() {}

  /** Returns one event as a line of JSON. */
  public static String line(ServerEvent event) {
    ObjectNode json = object(nameOf(event));
    json.put("at_ms", TimeUnit.NANOSECONDS.toMicros(event.at().toNanos()) / 1e3);
    if (event.guildId() != 0) {
      json.put("guild_id", Long.toUnsignedString(event.guildId()));
    }
    if (event.userId() != 0) {
      json.put("user_id", Long.toUnsignedString(event.userId()));
    }
    if (event instanceof MessageReceived received) {
      json.put("connection", received.connection());
      opcode(json, received.message().opcode());
    } else if (event instanceof MessageSent sent) {
      json.put("connection", sent.connection());
      opcode(json, sent.message().opcode());
      if (sent.sequence() != -1) {
        json.put("seq", sent.sequence());
      }
    } else if (event instanceof FrameReceived frame) {
      frame(json, frame);
    } else if (event instanceof FaultApplied fault) {
      fault(json, fault);
    } else {
      connection(json, event);
      media(json, event);
      dave(json, event);
    }
    return json.toString();
  }

  /**
   * Returns the summary as a line of JSON. The command {@code antiphon serve} prints the summary as
   * its last line.
   */
  public static String line(ServerSummary summary) {
    ObjectNode json = object("summary");
    json.put("connections", summary.connections());
    json.put("sessions", summary.sessions());
    json.put("resumes", summary.resumes());
    json.put("messages", summary.messages());
    json.put("frames", summary.frames());
    json.put("frames_forwarded", summary.framesForwarded());
    json.put("keepalives", summary.keepalives());
    json.put("ignored_datagrams", summary.ignoredDatagrams());
    ObjectNode violations = json.putObject("violations");
    new TreeMap<>(summary.violations())
        .forEach((kind, count) -> violations.put(lowerCase(kind), count));
    ObjectNode inClear = json.putObject("frames_in_clear");
    new TreeMap<>(summary.framesInClear())
        .forEach((user, count) -> inClear.put(Long.toUnsignedString(user), count));
    return json.toString();
  }

  private static void connection(ObjectNode json, ServerEvent event) {
    if (event instanceof Connected connected) {
      json.put("connection", connected.connection());
      json.put("remote", NetUtil.toSocketAddressString(connected.remote()));
    } else if (event instanceof Identified identified) {
      json.put("connection", identified.connection());
      json.put("ssrc", identified.ssrc());
      json.put("max_dave_protocol_version", identified.maxDaveProtocolVersion());
    } else if (event instanceof Resumed resumed) {
      json.put("connection", resumed.connection());
      json.put("seq_ack", resumed.seqAck());
      json.put("redelivered", resumed.redelivered());
    } else if (event instanceof Closed closed) {
      json.put("connection", closed.connection());
      json.put("code", closed.code());
      json.put("by", closed.byServer() ? "server" : "client");
      json.put("reason", closed.reason());
    } else if (event instanceof Left left) {
      json.put("reason", lowerCase(left.reason()));
    } else if (event instanceof Violation violation) {
      if (violation.connection() != 0) {
        json.put("connection", violation.connection());
      }
      json.put("kind", lowerCase(violation.kind()));
      json.put("detail", violation.detail());
    } else if (event instanceof Died died) {
      json.put("sessions_kept", died.sessionsKept());
    }
  }

  private static void fault(ObjectNode json, FaultApplied fault) {
    if (fault.connection() != 0) {
      json.put("connection", fault.connection());
    }
    json.put("rule", fault.index());
    JsonNode rule = parsed(fault.rule().toJson());
    json.set("when", rule.get("when"));
    json.set("do", rule.get("do"));
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A fault rule was not valid JSON.", e);
    }
  }

  private static void media(ObjectNode json, ServerEvent event) {
    if (event instanceof DiscoveryRequested discovery) {
      json.put("ssrc", discovery.ssrc());
      json.put("observed", NetUtil.toSocketAddressString(discovery.observed()));
    } else if (event instanceof ProtocolSelected selected) {
      json.put("address", selected.address());
      json.put("port", selected.port());
      json.put("mode", selected.mode());
    } else if (event instanceof SpeakingChanged speaking) {
      json.put("speaking", speaking.speaking());
      json.put("ssrc", speaking.ssrc());
    } else if (event instanceof KeepaliveReceived keepalive) {
      json.put("from", NetUtil.toSocketAddressString(keepalive.from()));
      json.put("length", keepalive.length());
    }
  }

  private static void dave(ObjectNode json, ServerEvent event) {
    if (event instanceof DaveEpochBegan began) {
      json.put("epoch", began.epoch());
      json.put("transition_id", began.transitionId());
      ObjectNode members = json.putObject("members");
      began
          .members()
          .forEach((leaf, user) -> members.put(leaf.toString(), Long.toUnsignedString(user)));
    } else if (event instanceof DaveTransitionPrepared prepared) {
      json.put("transition_id", prepared.transitionId());
      json.put("version", prepared.version());
    } else if (event instanceof DaveTransitionExecuted executed) {
      json.put("transition_id", executed.transitionId());
      json.put("version", executed.version());
      ArrayNode unready = json.putArray("unready");
      executed.unready().forEach(user -> unready.add(Long.toUnsignedString(user)));
    } else if (event instanceof DaveRefused refused) {
      opcode(json, refused.opcode());
      json.put("reason", refused.reason());
    }
  }

  private static void frame(ObjectNode json, FrameReceived frame) {
    byte[] opus = frame.opus().toByteArray();
    json.put("ssrc", frame.ssrc());
    json.put("sequence", frame.sequence());
    json.put("timestamp", frame.timestamp());
    json.put("nonce", frame.nonce());
    json.put("length", opus.length);
    json.put("sha256", sha256(opus));
    json.put("silence", frame.silence());
  }

  private static void opcode(ObjectNode json, int number) {
    json.put("op", number);
    Opcode.of(number).ifPresent(opcode -> json.put("name", lowerCase(opcode)));
  }

  private static ObjectNode object(String event) {
    return JsonNodeFactory.instance.objectNode().put("event", event);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String nameOf(ServerEvent event) {
    return event instanceof FaultApplied ? "fault" : snakeCase(event.getClass().getSimpleName());
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The Java platform has no SHA-256.", e);
    }
  }
}
