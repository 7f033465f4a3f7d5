package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static dev.antiphon.spec.dave.Call.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Resume;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A resume keeps the group, and an Identify renews it. All frames stay encrypted. */
class RenewalTest {

  @Test
  void encryptionGroupIsKeptWhenTheWebSocketIsLostDuringSpeech() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      Member speaker = members.get(0);
      DaveEncryption before = speaker.encryption();
      speaker.send(10);
      call.server().dropConnection(GUILD, speaker.userId());
      speaker.send(20);
      members.get(1).awaitAllReceived(speaker);
      call.server().await(ServerEvent.Resumed.class, resumed -> true, Call.LIMIT);
      call.assertAllReceiveAll(members);
      assertThat(speaker.encryption()).isEqualTo(before);
      assertThat(speaker.counted().keyPackages()).isEqualTo(1);
      call.assertAllEncrypted();
    }
  }

  @Test
  void messagesMissedDuringADisconnectArriveAfterTheResume() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Call call =
        Call.open(DaveMode.REQUIRED, server -> server.behaviour(new HeldResume(gate)))) {
      List<Member> members = call.joined(2);
      call.server().dropConnection(GUILD, 1);
      Member third = call.join(3);
      Call.awaitThat("an epoch of three", () -> call.group().members().containsValue(3L));
      gate.complete(null);
      call.awaitGroup(members.get(0), members.get(1), third);
      call.assertAllReceiveAll(members.get(0), members.get(1), third);
      assertThat(members.get(0).counted().keyPackages()).isEqualTo(1);
      call.assertAllEncrypted();
    }
  }

  private record HeldResume(CompletableFuture<Void> gate) implements ServerBehaviour {
    @Override
    public Verdict incoming(Peer from, GatewayMessage message) {
      return message instanceof Resume ? Verdict.holdUntil(gate) : Verdict.deliver();
    }
  }

  /** The first key package is dropped by the server, the next one is lost with the connection. */
  @Test
  void lostKeyPackageIsSentAgainAfterTheResume() throws Exception {
    try (Call call =
        withFaults(
            "[{'when':{'sent':'session_description','user':2},'do':'reset'},"
                + "{'when':{'received':'mls_key_package','user':1},'do':'drop'},"
                + "{'when':{'received':'mls_key_package','user':1},'do':'reset'}]")) {
      Member first = call.join(1);
      awaitLostKeyPackage(call);
      call.server().dropConnection(GUILD, 1);
      Member second = call.join(2);
      call.awaitGroup(first, second);
      call.assertAllReceiveAll(first, second);
    }
  }

  /** Waits until the key package is lost. The test must not drop the connection earlier. */
  private static void awaitLostKeyPackage(Call call) {
    Call.awaitThat(
        "the key package is lost",
        () -> call.server().events().stream().anyMatch(ServerEvent.FaultApplied.class::isInstance));
  }

  @Test
  void lostCommitIsSentAgainAfterTheResume() throws Exception {
    try (Call call =
        withFaults(
            "[{'when':{'received':'mls_commit_welcome','user':1},'do':'reset'},"
                + "{'when':{'received':'mls_commit_welcome','user':2},'do':'reset'}]")) {
      Member first = call.join(1);
      Member second = call.join(2);
      call.awaitGroup(first, second);
      call.assertAllReceiveAll(first, second);
    }
  }

  private static Call withFaults(String script) {
    FaultScript faults = FaultScript.parse(script.replace('\'', '"'));
    return Call.open(DaveMode.REQUIRED, server -> server.faults(faults));
  }

  @Test
  void memberWithAnInvalidSessionRejoinsAndItsFramesAreReceived() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(3);
      Member renewed = members.get(1);
      DaveEncryption before = renewed.encryption();
      call.server().disconnect(GUILD, renewed.userId(), 4006);
      renewed.send(10);
      Call.awaitThat("a new key package", () -> renewed.counted().keyPackages() == 2);
      call.awaitGroup(members);
      call.assertAllReceiveAll(members);
      members.get(0).awaitAllReceived(renewed);
      assertThat(renewed.encryption().privacyCode()).isNotEqualTo(before.privacyCode());
      assertThat(renewed.counted().epochs()).isGreaterThan(before.epoch().getAsLong());
      call.assertAllEncrypted();
    }
  }

  @Test
  void pairwiseCodeStaysTheSameAfterARejoinWithTheSameIdentity() throws Exception {
    SecureRandom random = new SecureRandom();
    try (DaveIdentity one = DaveIdentity.generate(random);
        DaveIdentity other = DaveIdentity.generate(random);
        Call call = Call.open()) {
      Member first = call.member(1, options -> {}, voice -> voice.identity(one)).join();
      Member second = call.member(2, options -> {}, voice -> voice.identity(other)).join();
      call.awaitGroup(first, second);
      Optional<String> code = first.encryption().pairwiseCode(2);
      call.server().disconnect(GUILD, 1, 4006);
      Call.awaitThat("a new key package", () -> first.counted().keyPackages() == 2);
      call.awaitGroup(first, second);
      assertThat(code).isPresent();
      assertThat(second.encryption().pairwiseCode(1)).isEqualTo(code);
      assertThat(first.encryption().pairwiseCode(3)).isEmpty();
    }
  }

  @Test
  void callIsEncryptedAfterAMoveToAnotherChannel() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      CompletableFuture<?> one = members.get(0).connection().moveTo(OTHER_CHANNEL);
      CompletableFuture<?> other = members.get(1).connection().moveTo(OTHER_CHANNEL);
      one.get();
      other.get();
      call.awaitGroup(members);
      assertThat(call.group().channelId()).isEqualTo(OTHER_CHANNEL);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();
    }
  }

  @Test
  void everyMessageOrderOfAMoveAddsTheMemberToTheGroupOfTheNewChannel() throws Exception {
    List<List<DiscordEvent.Step>> orders;
    try (Call call = Call.open()) {
      orders = call.join(1).gateway().moved(GUILD, OTHER_CHANNEL).orders();
    }
    for (List<DiscordEvent.Step> order : orders) {
      try (Call call = Call.open()) {
        Member moved = call.join(1);
        moved.gateway().moved(GUILD, OTHER_CHANNEL).emitAll(order);
        Member other = call.member(2).join(OTHER_CHANNEL);
        call.awaitGroup(moved, other);
        assertThat(call.group().channelId()).as("after %s", order).isEqualTo(OTHER_CHANNEL);
        call.assertAllReceiveAll(moved, other);
      }
    }
  }

  /** The bot has identified at the new voice server before it learns of its new channel. */
  @Test
  void voiceStateLongAfterItsServerUpdateAddsTheMemberToTheGroupOfTheNewChannel() throws Exception {
    try (Call call = Call.open()) {
      Member moved = call.join(1);
      DiscordEvent move = moved.gateway().moved(GUILD, OTHER_CHANNEL);
      move.emit(DiscordEvent.Step.SERVER);
      Call.awaitThat("the bot has identified again", () -> identified(call) == 2);
      Call.awaitThat(
          "the new session is established",
          () -> moved.connection().state() instanceof ConnectionState.Established);
      move.emit(DiscordEvent.Step.STATE);
      Member other = call.member(2).join(OTHER_CHANNEL);
      call.awaitGroup(moved, other);
      assertThat(call.group().channelId()).isEqualTo(OTHER_CHANNEL);
      call.assertAllReceiveAll(moved, other);
    }
  }

  private static long identified(Call call) {
    return call.server().events().stream().filter(ServerEvent.Identified.class::isInstance).count();
  }

  @Test
  void callIsEncryptedAfterAFailoverToAnotherServer() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      EmbeddedVoiceServer other = call.addServer(server -> {});
      for (Member member : members) {
        member.gateway().failOver(GUILD, other).emitAll();
      }
      Call.awaitThat(
          "the group exists on the other server",
          () -> other.delivery().group(GUILD).filter(group -> group.epoch() > 0).isPresent());
      call.awaitGroup(members);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();
    }
  }

  @Test
  void newMainGatewaySessionRenewsTheMlsGroupAndAResumedOneKeepsIt() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      Member first = members.get(0);
      first.gateway().sessionLost();
      call.assertAllReceiveAll(members);
      first.gateway().sessionResumed();
      assertThat(first.counted().keyPackages()).isEqualTo(1);
      first.gateway().newSession().emitAll();
      Call.awaitThat("a new key package", () -> first.counted().keyPackages() == 2);
      call.awaitGroup(members);
      call.assertAllReceiveAll(members);
      call.assertAllEncrypted();
    }
  }
}
