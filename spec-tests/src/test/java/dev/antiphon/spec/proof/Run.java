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
 * What is left of a run when everything in it has ended.
 *
 * @param witnesses of the connections, which followed one another
 * @param asked what the application was promised
 * @param paths how many UDP sockets were made
 * @param stillOpen sockets that nobody closed
 * @param opFours all op 4 that reached the main gateway
 * @param epoch when the main gateway's clock began, at the latest, by {@link System#nanoTime}
 * @param servers what each server has seen
 */
record Run(
    Plan plan,
    List<Witness> witnesses,
    List<CompletableFuture<Snapshot>> asked,
    int paths,
    List<Channel> stillOpen,
    List<Command> opFours,
    long epoch,
    List<List<ServerEvent>> servers) {

  /** Lets it happen. */
  static Run of(Plan plan) {
    Chance chance = new Chance(plan.chance());
    World world = new World(chance.split(), plan.policy());
    try (world) {
      for (Plan.Deed deed : plan.deeds()) {
        world.occupy();
        World.pause(deed.millis());
        world.undoSome();
        deed.trouble().strike(world, chance);
      }
      world.calm();
      world.end(plan.closes());
    } catch (AssertionError e) {
      throw new AssertionError("seed " + plan.seed() + ": " + e.getMessage(), e);
    }
    return new Run(
        plan,
        world.witnesses(),
        world.asked(),
        world.loops().channels(DatagramChannel.class).size(),
        world.loops().open(),
        world.gateway().commands(),
        world.epoch(),
        world.servers().stream().map(server -> server.events()).toList());
  }

  /** Every step of every connection. */
  List<FlowDecision> decisions() {
    return witnesses.stream().flatMap(witness -> witness.decisions().stream()).toList();
  }

  /** Whatever is wrong with it. */
  List<Flaw> flaws() {
    List<Flaw> flaws = new ArrayList<>();
    for (int i = 0; i < witnesses.size(); i++) {
      String place = "seed %d, connection %d".formatted(plan.seed(), i + 1);
      Witness witness = witnesses.get(i);
      witness.flaws().forEach(flaw -> flaws.add(flaw.in(place)));
      Replay.of(witness.initial(), witness.decisions(), ShortTimes.limits(plan.policy()))
          .ifPresent(flaw -> flaws.add(flaw.in(place)));
      Account.of(witness).forEach(flaw -> flaws.add(flaw.in(place)));
    }
    String place = "seed " + plan.seed();
    Set<Integer> codesHeard = codesHeard();
    servers.forEach(
        events -> Overheard.of(events, codesHeard).forEach(flaw -> flaws.add(flaw.in(place))));
    OpFours.of(this).forEach(flaw -> flaws.add(flaw.in(place)));
    leftovers().forEach(flaw -> flaws.add(flaw.in(place)));
    return flaws;
  }

  /** The codes of which every close frame has reached its connection. */
  private Set<Integer> codesHeard() {
    Map<Integer, Long> heard =
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
    heard.remove(CloseCode.CLOSE_1006.number());
    heard.entrySet().retainAll(sent.entrySet());
    return heard.keySet();
  }

  private List<Flaw> leftovers() {
    List<Flaw> flaws = new ArrayList<>();
    stillOpen.forEach(channel -> flaws.add(new Flaw("P16", "nobody closed " + channel)));
    long opened = Account.pathsOpened(decisions());
    if (paths != opened) {
      flaws.add(new Flaw("P16", "%d UDP sockets for %d paths".formatted(paths, opened)));
    }
    long unanswered = asked.stream().filter(promise -> !promise.isDone()).count();
    if (unanswered > 0) {
      flaws.add(new Flaw("P18", unanswered + " of what was asked is not answered"));
    }
    if (witnesses.stream().anyMatch(witness -> !witness.actor().ended().isDone())) {
      flaws.add(new Flaw("P18", "an end was not told"));
    }
    return flaws;
  }
}
