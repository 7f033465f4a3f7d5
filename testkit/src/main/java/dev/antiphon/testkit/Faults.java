package dev.antiphon.testkit;

import dev.antiphon.protocol.GatewayMessage;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs the {@link FaultScript} of one server. Confined to the server's loop. */
final class Faults {

  /** So many messages and datagrams may be delayed at once; what exceeds it is not delayed. */
  private static final int MOST_DELAYED = 10_000;

  private final Map<Class<? extends FaultTrigger>, List<FaultCounter>> rules = new HashMap<>();
  private final Recording recording;
  private final EventLoop loop;
  private final FaultDeeds deeds;
  private int added;
  private int delayed;
  private boolean adding;

  Faults(FaultScript script, Recording recording, EventLoop loop, FaultDeeds deeds) {
    this.recording = recording;
    this.loop = loop;
    this.deeds = deeds;
    script.rules().forEach(this::add);
  }

  /** A rule more, asked after the others; the oldest makes way when there are too many. */
  void add(FaultRule rule) {
    rules.values().forEach(sameMoment -> sameMoment.removeIf(FaultCounter::isSpent));
    if (rules.values().stream().mapToInt(List::size).sum() == FaultScript.MAX_RULES) {
      rules.values().stream()
          .filter(sameMoment -> !sameMoment.isEmpty())
          .min(Comparator.comparingInt(sameMoment -> sameMoment.get(0).index()))
          .ifPresent(sameMoment -> sameMoment.remove(0));
    }
    rules
        .computeIfAbsent(rule.when().getClass(), type -> new ArrayList<>())
        .add(new FaultCounter(added++, rule));
  }

  /** Nothing goes wrong any more. */
  void clear() {
    rules.clear();
  }

  /** TCP was accepted; what it gives is for the caller to do. */
  Optional<FaultAction> connected(ClientSocket socket) {
    return struck(FaultTrigger.Connected.class, any -> true, Party.of(socket));
  }

  void die(FaultAction.Die action) {
    deeds.die(action);
  }

  /** Before a message is acted upon. */
  void received(Party party, GatewayMessage message, Runnable acting) {
    Runnable inTurn = inTurn(party.socket().map(ClientSocket::incoming), acting);
    Optional<FaultAction> fault =
        struck(FaultTrigger.Received.class, when -> awaits(when, message), party);
    if (fault.isEmpty()) {
      inTurn.run();
    } else if (!cut(fault.get(), party)) {
      FaultAction action = fault.get();
      if (action instanceof FaultAction.Ignore) {
        party.socket().ifPresent(ClientSocket::heard);
      } else if (action instanceof FaultAction.Repeat repeat) {
        repeated(repeat, inTurn);
      } else {
        postponed(action, party.socket().map(ClientSocket::incoming), acting, inTurn);
      }
    }
  }

  /**
   * Before a message goes. What a cut keeps from going still takes its number, so that a Resume
   * redelivers it.
   */
  void sending(Party party, GatewayMessage message, Runnable delivery) {
    Runnable inTurn = inTurn(party.socket().map(ClientSocket::outgoing), delivery);
    Optional<FaultAction> fault =
        party.socket().isEmpty()
            ? Optional.empty()
            : struck(FaultTrigger.Sending.class, when -> awaits(when, message), party);
    if (fault.isEmpty()) {
      inTurn.run();
    } else if (cut(fault.get(), party)) {
      delivery.run();
    } else if (fault.get() instanceof FaultAction.Repeat
        || fault.get() instanceof FaultAction.Corrupt
        || fault.get() instanceof FaultAction.SetFields) {
      party.socket().get().distorting(message, fault.get(), inTurn);
    } else {
      postponed(fault.get(), party.socket().map(ClientSocket::outgoing), delivery, inTurn);
    }
  }

  /** After a message was written. */
  void sent(ClientSocket socket, GatewayMessage message) {
    Party party = Party.of(socket);
    struck(FaultTrigger.Sent.class, when -> awaits(when, message), party)
        .ifPresent(action -> cut(action, party));
  }

  /** After an authentic frame was received. */
  void frame(VoiceSession session, long number) {
    Party party = Party.of(session);
    struck(
            FaultTrigger.Frame.class,
            when -> when instanceof FaultTrigger.Frame frame && frame.number() == number,
            party)
        .ifPresent(action -> cut(action, party));
  }

  /**
   * Before a discovery request is answered.
   *
   * @param reply the right answer
   * @param out sends an answer
   */
  void discovery(Party party, byte[] reply, Consumer<byte[]> out) {
    Optional<FaultAction> fault = struck(FaultTrigger.Discovery.class, any -> true, party);
    Runnable answer = () -> out.accept(reply.clone());
    if (fault.isPresent() && fault.get() instanceof FaultAction.Discovery wrong) {
      SpoiledDiscovery.of(wrong.how(), reply).ifPresent(out);
    } else {
      answering(fault, party, answer);
    }
  }

  /** Before a keepalive is sent back. */
  void keepalive(Party party, Runnable echo) {
    answering(struck(FaultTrigger.Keepalive.class, any -> true, party), party, echo);
  }

  private void answering(Optional<FaultAction> fault, Party party, Runnable answer) {
    if (fault.isEmpty()) {
      answer.run();
    } else if (fault.get() instanceof FaultAction.Repeat repeat) {
      repeated(repeat, answer);
    } else if (!cut(fault.get(), party)) {
      postponed(fault.get(), Optional.empty(), answer, answer);
    }
  }

  private static boolean awaits(FaultTrigger when, GatewayMessage message) {
    return when.awaited().map(opcode -> opcode.number() == message.opcode()).orElse(true);
  }

  /**
   * Every rule that matches counts; the first that is due strikes, if any. What it does besides is
   * done, and no moment itself; what it does to the message is given.
   */
  private Optional<FaultAction> struck(
      Class<? extends FaultTrigger> type, Predicate<FaultTrigger> here, Party party) {
    if (adding) {
      return Optional.empty();
    }
    Optional<FaultCounter> first = Optional.empty();
    for (FaultCounter counter : rules.getOrDefault(type, List.of())) {
      if (here.test(counter.rule().when()) && counter.concerns(party)) {
        boolean due = counter.count(party);
        if (due && first.isEmpty()) {
          first = Optional.of(counter);
        }
      }
    }
    first.ifPresent(
        counter -> {
          counter.strike(party);
          recording.record(
              new ServerEvent.FaultApplied(
                  recording.now(),
                  party.socket().map(ClientSocket::number).orElse(0L),
                  party.peer().guildId(),
                  party.peer().userId(),
                  counter.index(),
                  counter.rule()));
        });
    return first.map(counter -> counter.rule().action()).filter(action -> !besides(action, party));
  }

  private boolean besides(FaultAction action, Party party) {
    if (action instanceof FaultExtra extra) {
      adding = true;
      deeds.besides(extra, party);
      adding = false;
      return true;
    }
    return false;
  }

  /** Does what ends or silences a connection; false when the action is another. */
  boolean cut(FaultAction action, Party party) {
    if (action instanceof FaultAction.Close close) {
      party.socket().ifPresent(open -> open.close(close.code(), close.reason(), party.session()));
    } else if (action instanceof FaultAction.Reset) {
      party.socket().ifPresent(ClientSocket::reset);
    } else if (action instanceof FaultAction.Eof) {
      party.socket().ifPresent(ClientSocket::endOfStream);
    } else if (action instanceof FaultAction.Freeze) {
      party.socket().ifPresent(ClientSocket::freeze);
    } else if (action instanceof FaultAction.Die die) {
      deeds.die(die);
    } else {
      return false;
    }
    return true;
  }

  private static void repeated(FaultAction.Repeat repeat, Runnable what) {
    for (int i = 0; i <= repeat.more(); i++) {
      what.run();
    }
  }

  /** What is neither delayed nor held back is lost. */
  private void postponed(
      FaultAction action, Optional<Overtaking> lane, Runnable delivery, Runnable inTurn) {
    if (action instanceof FaultAction.Delay delay) {
      later(delay.time(), inTurn);
    } else if (action instanceof FaultAction.Reorder reorder
        && !lane.map(held -> held.hold(reorder.overtaking(), delivery)).orElse(false)) {
      inTurn.run();
    }
  }

  private void later(Duration time, Runnable what) {
    if (delayed >= MOST_DELAYED) {
      what.run();
      return;
    }
    delayed++;
    loop.schedule(
        () -> {
          delayed--;
          what.run();
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static Runnable inTurn(Optional<Overtaking> lane, Runnable what) {
    return () -> {
      what.run();
      lane.ifPresent(Overtaking::passed);
    };
  }
}
