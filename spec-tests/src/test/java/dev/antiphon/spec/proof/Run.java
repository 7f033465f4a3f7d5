package dev.antiphon.spec.proof;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Command;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The results of a run after all its connections have ended.
 *
 * @param recorders the recorders of the connections, one after the other
 * @param futures the futures that the application received
 * @param paths the number of UDP sockets created
 * @param stillOpen the sockets that are not closed
 * @param voiceStateUpdates all op 4 messages that reached the main gateway
 * @param epoch the latest possible start of the main gateway's clock, as a {@link System#nanoTime}
 *     value
 * @param servers the recorded events of each server
 */
record Run(
    Plan plan,
    List<ConnectionRecorder> recorders,
    List<CompletableFuture<Snapshot>> futures,
    int paths,
    List<Channel> stillOpen,
    List<Command> voiceStateUpdates,
    long epoch,
    List<List<ServerEvent>> servers) {

  /** Executes the plan. */
  static Run of(Plan plan) {
    SeededRandom random = new SeededRandom(plan.random());
    TestEnvironment env = new TestEnvironment(random.split(), plan.policy());
    try (env) {
      for (Plan.Planned planned : plan.disturbances()) {
        env.joinIfEnded();
        TestEnvironment.pause(planned.millis());
        env.undoSome();
        planned.disturbance().apply(env, random);
      }
      env.recover();
      env.end(plan.closes());
    } catch (AssertionError e) {
      throw new AssertionError("seed " + plan.seed() + ": " + e.getMessage(), e);
    }
    return new Run(
        plan,
        env.recorders(),
        env.futures(),
        env.loops().channels(DatagramChannel.class).size(),
        env.loops().open(),
        env.gateway().commands(),
        env.epoch(),
        env.servers().stream().map(server -> server.events()).toList());
  }

  /** All steps of all connections. */
  List<FlowDecision> decisions() {
    return recorders.stream().flatMap(recorder -> recorder.decisions().stream()).toList();
  }

  /** All violations found in the run. */
  List<PropertyViolation> violations() {
    List<PropertyViolation> violations = new ArrayList<>();
    for (int i = 0; i < recorders.size(); i++) {
      String place = "seed %d, connection %d".formatted(plan.seed(), i + 1);
      ConnectionRecorder recorder = recorders.get(i);
      recorder.violations().forEach(violation -> violations.add(violation.in(place)));
      Replay.of(recorder.initial(), recorder.decisions(), ShortTimeouts.limits(plan.policy()))
          .ifPresent(violation -> violations.add(violation.in(place)));
      EffectChecker.of(recorder).forEach(violation -> violations.add(violation.in(place)));
    }
    String place = "seed " + plan.seed();
    Set<Integer> receivedCodes = receivedCodes();
    servers.forEach(
        events ->
            ServerRecordChecker.of(events, receivedCodes)
                .forEach(violation -> violations.add(violation.in(place))));
    VoiceStateUpdateChecker.of(this).forEach(violation -> violations.add(violation.in(place)));
    leftovers().forEach(violation -> violations.add(violation.in(place)));
    return violations;
  }

  /** The close codes whose every close frame reached its connection. */
  private Set<Integer> receivedCodes() {
    Map<Integer, Long> received =
        decisions().stream()
            .map(FlowDecision::event)
            .filter(VoiceEvent.SocketClosed.class::isInstance)
            .map(VoiceEvent.SocketClosed.class::cast)
            .collect(groupingBy(VoiceEvent.SocketClosed::code, counting()));
    Map<Integer, Long> sent =
        servers.stream()
            .flatMap(List::stream)
            .filter(ServerEvent.Closed.class::isInstance)
            .map(ServerEvent.Closed.class::cast)
            .filter(ServerEvent.Closed::byServer)
            .collect(groupingBy(ServerEvent.Closed::code, counting()));
    received.remove(CloseCode.CLOSE_1006.number());
    received.entrySet().retainAll(sent.entrySet());
    return received.keySet();
  }

  private List<PropertyViolation> leftovers() {
    List<PropertyViolation> violations = new ArrayList<>();
    stillOpen.forEach(
        channel -> violations.add(new PropertyViolation("P16", "not closed: " + channel)));
    long opened = EffectChecker.pathsOpened(decisions());
    if (paths != opened) {
      violations.add(
          new PropertyViolation("P16", "%d UDP sockets for %d paths".formatted(paths, opened)));
    }
    long unanswered = futures.stream().filter(future -> !future.isDone()).count();
    if (unanswered > 0) {
      violations.add(new PropertyViolation("P18", unanswered + " futures are not completed"));
    }
    if (recorders.stream().anyMatch(recorder -> !recorder.actor().ended().isDone())) {
      violations.add(new PropertyViolation("P18", "the end of a connection was not reported"));
    }
    return violations;
  }
}
