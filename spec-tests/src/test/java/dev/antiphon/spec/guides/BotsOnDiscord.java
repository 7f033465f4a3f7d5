package dev.antiphon.spec.guides;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import discord4j.core.DiscordClient;
import discord4j.core.GatewayDiscordClient;
import discord4j.gateway.GatewayClient;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;

/** Examples that need a real Discord account. They are compiled, but not run. */
final class BotsOnDiscord {
  private BotsOnDiscord() {}

  static Connection underJda(String token, long guild, long channel) throws InterruptedException {
    // doc:begin jdaBot
    JDA jda =
        JDABuilder.createDefault(token) // with the intent and the cache that voice needs
            .setRawEventsEnabled(true)
            .build()
            .awaitReady();
    Voice voice = Voice.builder(JdaGateway.of(jda)).userId(jda.getSelfUser().getIdLong()).build();
    Connection connection = voice.joinChannel(guild, channel); // not in a listener of JDA
    // doc:end
    return connection;
  }

  static Connection underDiscord4j(String token, long guild, long channel) {
    // doc:begin discord4jBot
    GatewayDiscordClient client = DiscordClient.create(token).login().block();
    GatewayClient shard = client.getGatewayClient(0).orElseThrow();
    Voice voice =
        Voice.builder(new Discord4jGateway(shard)).userId(client.getSelfId().asLong()).build();
    Connection connection = voice.joinChannel(guild, channel); // not in a reactive pipeline
    // doc:end
    return connection;
  }
}
