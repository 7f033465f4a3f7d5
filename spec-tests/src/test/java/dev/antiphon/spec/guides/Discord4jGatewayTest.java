package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import discord4j.common.JacksonResources;
import discord4j.discordjson.json.gateway.Dispatch;
import discord4j.gateway.GatewayClient;
import discord4j.gateway.json.GatewayPayload;
import discord4j.gateway.retry.GatewayStateChange;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tests the adapter of the guide with events that Discord4J reads from Discord's JSON. */
class Discord4jGatewayTest {
  private final ObjectMapper mapper = JacksonResources.create().getObjectMapper();
  private final Sinks.Many<Dispatch> dispatches = Sinks.many().multicast().directBestEffort();
  private final List<Object> sent = new ArrayList<>();
  private boolean connected = true;
  private final Discord4jGateway gateway = new Discord4jGateway(shard());
  private final RecordingListener received = new RecordingListener();

  @Test
  void eventsForAntiphonAreDelivered() throws IOException {
    gateway.subscribe(received);
    dispatch("VOICE_STATE_UPDATE", state("\"guild_id\":\"7\",", "\"2\""));
    dispatch("VOICE_SERVER_UPDATE", "{\"guild_id\":\"7\",\"token\":\"t\",\"endpoint\":\"a:443\"}");
    dispatch("VOICE_SERVER_UPDATE", "{\"guild_id\":\"7\",\"token\":\"t\",\"endpoint\":null}");
    dispatch("VOICE_STATE_UPDATE", state("\"guild_id\":\"7\",", "null"));
    dispatches.tryEmitNext(GatewayStateChange.retryStarted(Duration.ZERO));
    dispatch("RESUMED", "{\"_trace\":[]}");
    dispatches.tryEmitNext(GatewayStateChange.retrySucceeded(1));
    dispatches.tryEmitNext(GatewayStateChange.sessionInvalidated());
    dispatch("GUILD_DELETE", "{\"id\":\"7\"}");
    dispatch("CHANNEL_DELETE", "{\"id\":\"2\",\"type\":2,\"guild_id\":\"7\"}");
    assertThat(received.all())
        .containsExactly(
            voiceState(OptionalLong.of(2)),
            new VoiceServerUpdate(7, "t", Optional.of("a:443")),
            new VoiceServerUpdate(7, "t", Optional.empty()),
            voiceState(OptionalLong.empty()),
            "lost",
            "resumed",
            "lost",
            "removed from 7",
            "deleted 2 of 7");
  }

  @Test
  void threadOfTheLastDispatchIsTheDispatchThread() throws Exception {
    gateway.subscribe(received);
    assertThat(gateway.isDispatchThread()).isFalse();
    dispatch("RESUMED", "{\"_trace\":[]}");
    assertThat(gateway.isDispatchThread()).isTrue();
    assertThat(CompletableFuture.supplyAsync(gateway::isDispatchThread).get()).isFalse();
  }

  @Test
  void newMainSessionIsReported() throws IOException {
    gateway.subscribe(received);
    dispatch(
        "READY",
        """
        {"v":10,"session_id":"m","resume_gateway_url":"wss://a","guilds":[],"private_channels":[],
         "_trace":[],"application":{"id":"1"},
         "user":{"id":"3","username":"u","discriminator":"0","avatar":null,"global_name":null}}
        """);
    assertThat(received.all()).containsExactly("started");
  }

  @Test
  void otherEventsAreNotDelivered() throws IOException {
    gateway.subscribe(received).close();
    dispatch("RESUMED", "{\"_trace\":[]}");
    gateway.subscribe(received);
    dispatch("VOICE_STATE_UPDATE", state("", "\"2\""));
    dispatch("GUILD_DELETE", "{\"id\":\"7\",\"unavailable\":true}");
    dispatch("CHANNEL_DELETE", "{\"id\":\"2\",\"type\":1}");
    assertThat(received.all()).isEmpty();
  }

  @Test
  void voiceStateUpdateIsSentOnlyWhileTheShardIsConnected() throws IOException {
    assertThat(gateway.send(new UpdateVoiceState(7, OptionalLong.of(2), true, false)))
        .isCompleted();
    gateway.send(new UpdateVoiceState(7, OptionalLong.empty(), false, true));
    connected = false;
    assertThat(gateway.send(new UpdateVoiceState(7, OptionalLong.of(2), true, false)))
        .isCompletedExceptionally();
    assertThat(sent)
        .extracting(mapper::valueToTree)
        .containsExactly(
            mapper.readTree(
                "{\"op\":4,\"d\":{\"guild_id\":\"7\",\"channel_id\":\"2\",\"self_mute\":true,\"self_deaf\":false},\"s\":null,\"t\":null}"),
            mapper.readTree(
                "{\"op\":4,\"d\":{\"guild_id\":\"7\",\"channel_id\":null,\"self_mute\":false,\"self_deaf\":true},\"s\":null,\"t\":null}"));
  }

  private void dispatch(String type, String data) throws IOException {
    GatewayPayload<?> payload =
        mapper.readValue(
            "{\"op\":0,\"t\":\"" + type + "\",\"s\":1,\"d\":" + data + "}", GatewayPayload.class);
    dispatches.tryEmitNext((Dispatch) payload.getData());
  }

  private static String state(String guild, String channel) {
    return ("{%s\"channel_id\":%s,\"user_id\":\"3\",\"session_id\":\"s\",\"deaf\":false,\"mute\":false,"
            + "\"self_deaf\":true,\"self_mute\":false,\"self_video\":false,\"suppress\":false,"
            + "\"request_to_speak_timestamp\":null}")
        .formatted(guild, channel);
  }

  private static VoiceStateUpdate voiceState(OptionalLong channel) {
    return new VoiceStateUpdate(7, channel, 3, "s", false, true);
  }

  private GatewayClient shard() {
    return (GatewayClient)
        Proxy.newProxyInstance(
            GatewayClient.class.getClassLoader(),
            new Class<?>[] {GatewayClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "dispatch" -> dispatches.asFlux();
                  case "isConnected" -> Mono.just(connected);
                  case "send" -> Flux.from((Publisher<?>) arguments[0]).doOnNext(sent::add).then();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
