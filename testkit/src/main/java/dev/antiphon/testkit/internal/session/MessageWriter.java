package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.Peer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;

/**
 * Writes what a {@link ClientSocket} has to say, spoiled where a fault wants it so. Confined to the
 * server's loop.
 */
final class MessageWriter {

  private final ClientSocket socket;
  private final ServerRecording recording;
  private final MessageFaults faults;
  private Optional<Distortion> distortion = Optional.empty();

  /** What is wrong with the next message. */
  private record Distortion(GatewayMessage message, FaultAction action) {}

  MessageWriter(ClientSocket socket, ServerRecording recording, MessageFaults faults) {
    this.socket = socket;
    this.recording = recording;
    this.faults = faults;
  }

  /** If the delivery writes this message, then with this fault. */
  void distorting(GatewayMessage message, FaultAction action, Runnable delivery) {
    distortion = Optional.of(new Distortion(message, action));
    delivery.run();
    distortion = Optional.empty();
  }

  /** Writes a message at once. Its time is taken before, lest the answer seem the earlier one. */
  void write(Channel channel, GatewayMessage message, int sequence, WireMessage wire) {
    Optional<FaultAction> wrong =
        distortion.filter(one -> one.message() == message).map(Distortion::action);
    distortion = distortion.filter(one -> one.message() != message);
    int copies = wrong.orElse(null) instanceof FaultAction.Repeat repeat ? 1 + repeat.more() : 1;
    WireMessage form = wrong.map(fault -> spoiled(wire, fault, message, sequence)).orElse(wire);
    boolean written = false;
    for (int i = 0; i < copies; i++) {
      Duration at = recording.now();
      if (write(channel, form.frame())) {
        written = true;
        record(at, message, sequence);
      }
    }
    if (written) {
      faults.sent(socket, message);
    }
  }

  private static WireMessage spoiled(
      WireMessage wire, FaultAction fault, GatewayMessage message, int sequence) {
    if (fault instanceof FaultAction.Corrupt corrupt) {
      return wire.corrupted(corrupt.how(), message.opcode(), sequence);
    }
    return fault instanceof FaultAction.SetFields changed && wire instanceof WireMessage.Text text
        ? new WireMessage.Text(ChangedFields.in(text.text(), changed.fields()))
        : wire;
  }

  private void record(Duration at, GatewayMessage message, int sequence) {
    Peer to = socket.peer();
    recording.record(
        new ServerEvent.MessageSent(
            at, socket.number(), to.guildId(), to.userId(), message, sequence));
  }

  /** Writes a frame at once; false when the connection is closed or was given up. */
  boolean write(Channel channel, WebSocketFrame frame) {
    if (!socket.isServed() || !channel.isActive()) {
      frame.release();
      return false;
    }
    if (!channel.isWritable()) {
      frame.release();
      socket.violation(ViolationKind.LIMIT_REACHED, "The client does not read what it is sent.");
      socket.reset();
      return false;
    }
    channel.writeAndFlush(frame, channel.voidPromise());
    return true;
  }
}
