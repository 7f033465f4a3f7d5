package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.lang.reflect.Proxy;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.SelfUser;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.WebSocketClient;
import org.junit.jupiter.api.Test;

/** Tests the adapter of the guide with events of JDA. */
class JdaGatewayTest {
  private static final String SELF = "104694319306248192";

  private JDA.Status status = JDA.Status.CONNECTED;
  private final JDA jda = jda();
  private final List<DataObject> sent = new ArrayList<>();
  private final JdaGateway gateway = new JdaGateway(jda, sent::add);
  private final RecordingListener received = new RecordingListener();

  @Test
  void eventsForAntiphonAreDelivered() {
    gateway.subscribe(received);
    dispatch("READY", "{}");
    dispatch("VOICE_STATE_UPDATE", state("7", SELF, "2"));
    dispatch("VOICE_SERVER_UPDATE", "{\"guild_id\":\"7\",\"token\":\"t\",\"endpoint\":\"a:443\"}");
    dispatch("VOICE_SERVER_UPDATE", "{\"guild_id\":\"7\",\"token\":\"t\",\"endpoint\":null}");
    dispatch("VOICE_STATE_UPDATE", state("7", SELF, null));
    gateway.onEvent(new SessionDisconnectEvent(jda, null, null, true, OffsetDateTime.MIN));
    dispatch("RESUMED", "{}");
    gateway.onEvent(new SessionInvalidateEvent(jda));
    gateway.onEvent(new ShutdownEvent(jda, OffsetDateTime.MIN, 1000));
    dispatch("GUILD_DELETE", "{\"id\":\"7\"}");
    dispatch("CHANNEL_DELETE", "{\"id\":\"2\",\"guild_id\":\"7\"}");
    assertThat(received.all())
        .containsExactly(
            "started",
            voiceState(OptionalLong.of(2)),
            new VoiceServerUpdate(7, "t", Optional.of("a:443")),
            new VoiceServerUpdate(7, "t", Optional.empty()),
            voiceState(OptionalLong.empty()),
            "lost",
            "resumed",
            "lost",
            "lost",
            "removed from 7",
            "deleted 2 of 7");
  }

  @Test
  void otherEventsAreNotDelivered() {
    gateway.subscribe(received).close();
    dispatch("READY", "{}");
    gateway.subscribe(received);
    dispatch("VOICE_STATE_UPDATE", state("7", "1", "2"));
    dispatch("VOICE_STATE_UPDATE", state(null, SELF, "2"));
    try (LogCapture log = LogCapture.of(JdaGateway.class)) {
      dispatch("VOICE_STATE_UPDATE", "{\"user_id\":\"" + SELF + "\",\"guild_id\":\"7\"}");
      assertThat(log.lines())
          .containsExactly(
              "WARN VOICE_STATE_UPDATE could not be decoded: Malformed message: session_id: expected a"
                  + " string, found missing");
    }
    dispatch("GUILD_DELETE", "{\"id\":\"7\",\"unavailable\":true}");
    dispatch("CHANNEL_DELETE", "{\"id\":\"2\"}");
    dispatch("MESSAGE_CREATE", "{}");
    assertThat(received.all()).isEmpty();
  }

  @Test
  void voiceStateUpdateIsSentOnlyWhileJdaHasASession() {
    UpdateVoiceState join = new UpdateVoiceState(7, OptionalLong.of(2), true, false);
    assertThat(gateway.send(join)).isCompleted();
    status = JDA.Status.WAITING_TO_RECONNECT;
    assertThat(gateway.send(join)).isCompletedExceptionally();
    assertThat(sent)
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getInt("op")).isEqualTo(4);
              DataObject d = command.getObject("d");
              assertThat(d.getString("guild_id")).isEqualTo("7");
              assertThat(d.getString("channel_id")).isEqualTo("2");
              assertThat(d.getBoolean("self_mute")).isTrue();
              assertThat(d.getBoolean("self_deaf")).isFalse();
            });
  }

  @Test
  void leaveIsSentWithoutAChannel() {
    gateway.send(new UpdateVoiceState(7, OptionalLong.empty(), false, false));
    assertThat(sent.get(0).getObject("d").isNull("channel_id")).isTrue();
  }

  @Test
  void threadThatReadsTheSocketOfJdaIsTheDispatchThread() {
    assertThat(gateway.isDispatchThread()).isFalse();
    WebSocketClient.WS_THREAD.set(true);
    try {
      assertThat(gateway.isDispatchThread()).isTrue();
    } finally {
      WebSocketClient.WS_THREAD.remove();
    }
  }

  private void dispatch(String type, String payload) {
    DataObject whole =
        DataObject.empty().put("op", 0).put("t", type).put("d", DataObject.fromJson(payload));
    gateway.onEvent(new RawGatewayEvent(jda, 1, whole));
  }

  private static String state(String guild, String user, String channel) {
    return DataObject.empty()
        .put("guild_id", guild)
        .put("user_id", user)
        .put("channel_id", channel)
        .put("session_id", "s")
        .put("self_mute", false)
        .put("self_deaf", true)
        .toString();
  }

  private static VoiceStateUpdate voiceState(OptionalLong channel) {
    return new VoiceStateUpdate(7, channel, Long.parseLong(SELF), "s", false, true);
  }

  private JDA jda() {
    SelfUser self = fake(SelfUser.class, method -> SELF);
    return fake(JDA.class, method -> method.equals("getStatus") ? status : self);
  }

  /** Creates a fake whose methods return the answer for their name. */
  private static <T> T fake(Class<T> type, Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == long.class ? 0L : answers.apply(method.getName())));
  }
}
