package dev.antiphon.testkit.internal.fault;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.MessageFaults;
import dev.antiphon.testkit.internal.session.Overtaking;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.ServerEvent;
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
public final class Faults implements MessageFaults {

  /** So many messages and datagrams may be delayed at once; what exceeds it is not delayed. */
  private static final int MOST_DELAYED = 10_000;

  private final Map<Class<? extends FaultTrigger>, List<FaultCounter>> rules = new HashMap<>();
  private final ServerRecording recording;
  private final EventLoop loop;
  private final FaultEffects effects;
  private int added;
  private int delayed;
  private boolean adding;

  /** The rules of a script, none of which has matched yet. */
  public Faults(
      FaultScript script, ServerRecording recording, EventLoop loop, FaultEffects effects) {
    this.recording = recording;
    this.loop = loop;
    this.effects = effects;
    script.rules().forEach(this::add);
  }

  /** A rule more, asked after the others; the oldest makes way when there are too many. */
  public void add(FaultRule rule) {
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
  public void clear() {
    rules.clear();
  }

  /** TCP was accepted; what it gives is for the caller to do. */
  public Optional<FaultAction> connected(ClientSocket socket) {
    return struck(FaultTrigger.Connected.class, any -> true, Target.of(socket));
  }

  /** The server dies for a while. */
  public void die(FaultAction.Die action) {
    effects.die(action);
  }

  @Override
  public void received(Target target, GatewayMessage message, Runnable acting) {
    Runnable inTurn = inTurn(target.socket().map(ClientSocket::incoming), acting);
    Optional<FaultAction> fault =
        struck(FaultTrigger.Received.class, when -> awaits(when, message), target);
    if (fault.isEmpty()) {
      inTurn.run();
    } else if (!cut(fault.get(), target)) {
      FaultAction action = fault.get();
      if (action instanceof FaultAction.Ignore) {
        target.socket().ifPresent(ClientSocket::heard);
      } else if (action instanceof FaultAction.Repeat repeat) {
        repeated(repeat, inTurn);
      } else {
        postponed(action, target.socket().map(ClientSocket::incoming), acting, inTurn);
      }
    }
  }

  /**
   * Before a message goes. What a cut keeps from going still takes its number, so that a Resume
   * redelivers it.
   */
  @Override
  public void sending(Target target, GatewayMessage message, Runnable delivery) {
    Runnable inTurn = inTurn(target.socket().map(ClientSocket::outgoing), delivery);
    Optional<FaultAction> fault =
        target.socket().isEmpty()
            ? Optional.empty()
            : struck(FaultTrigger.Sending.class, when -> awaits(when, message), target);
    if (fault.isEmpty()) {
      inTurn.run();
    } else if (cut(fault.get(), target)) {
      delivery.run();
    } else if (fault.get() instanceof FaultAction.Repeat
        || fault.get() instanceof FaultAction.Corrupt
        || fault.get() instanceof FaultAction.SetFields) {
      target.socket().get().distorting(message, fault.get(), inTurn);
    } else {
      postponed(fault.get(), target.socket().map(ClientSocket::outgoing), delivery, inTurn);
    }
  }

  @Override
  public void sent(ClientSocket socket, GatewayMessage message) {
    Target target = Target.of(socket);
    struck(FaultTrigger.Sent.class, when -> awaits(when, message), target)
        .ifPresent(action -> cut(action, target));
  }

  /** After an authentic frame was received. */
  public void frame(VoiceSession session, long number) {
    Target target = Target.of(session);
    struck(
            FaultTrigger.Frame.class,
            when -> when instanceof FaultTrigger.Frame frame && frame.number() == number,
            target)
        .ifPresent(action -> cut(action, target));
  }

  /**
   * Before a discovery request is answered.
   *
   * @param reply the right answer
   * @param out sends an answer
   */
  public void discovery(Target target, byte[] reply, Consumer<byte[]> out) {
    Optional<FaultAction> fault = struck(FaultTrigger.Discovery.class, any -> true, target);
    Runnable answer = () -> out.accept(reply.clone());
    if (fault.isPresent() && fault.get() instanceof FaultAction.Discovery wrong) {
      SpoiledDiscovery.of(wrong.how(), reply).ifPresent(out);
    } else {
      answering(fault, target, answer);
    }
  }

  /** Before a keepalive is sent back. */
  public void keepalive(Target target, Runnable echo) {
    answering(struck(FaultTrigger.Keepalive.class, any -> true, target), target, echo);
  }

  private void answering(Optional<FaultAction> fault, Target target, Runnable answer) {
    if (fault.isEmpty()) {
      answer.run();
    } else if (fault.get() instanceof FaultAction.Repeat repeat) {
      repeated(repeat, answer);
    } else if (!cut(fault.get(), target)) {
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
      Class<? extends FaultTrigger> type, Predicate<FaultTrigger> here, Target target) {
    if (adding) {
      return Optional.empty();
    }
    Optional<FaultCounter> first = Optional.empty();
    for (FaultCounter counter : rules.getOrDefault(type, List.of())) {
      if (here.test(counter.rule().when()) && counter.concerns(target)) {
        boolean due = counter.count(target);
        if (due && first.isEmpty()) {
          first = Optional.of(counter);
        }
      }
    }
    first.ifPresent(
        counter -> {
          counter.strike(target);
          recording.record(
              new ServerEvent.FaultApplied(
                  recording.now(),
                  target.socket().map(ClientSocket::number).orElse(0L),
                  target.peer().guildId(),
                  target.peer().userId(),
                  counter.index(),
                  counter.rule()));
        });
    return first.map(counter -> counter.rule().action()).filter(action -> !besides(action, target));
  }

  private boolean besides(FaultAction action, Target target) {
    if (action instanceof FaultExtra extra) {
      adding = true;
      effects.extra(extra, target);
      adding = false;
      return true;
    }
    return false;
  }

  /** Does what ends or silences a connection; false when the action is another. */
  public boolean cut(FaultAction action, Target target) {
    if (action instanceof FaultAction.Close close) {
      target.socket().ifPresent(open -> open.close(close.code(), close.reason(), target.session()));
    } else if (action instanceof FaultAction.Reset) {
      target.socket().ifPresent(ClientSocket::reset);
    } else if (action instanceof FaultAction.Eof) {
      target.socket().ifPresent(ClientSocket::endOfStream);
    } else if (action instanceof FaultAction.Freeze) {
      target.socket().ifPresent(ClientSocket::freeze);
    } else if (action instanceof FaultAction.Die die) {
      effects.die(die);
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
