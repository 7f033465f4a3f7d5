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
 * Writes the messages of a {@link ClientSocket} and applies faults to them. Confined to the
 * server's loop.
 */
final class MessageWriter {

  private final ClientSocket socket;
  private final ServerRecording recording;
  private final MessageFaults faults;
  private Optional<PendingFault> pendingFault = Optional.empty();

  /** The fault of the next message. */
  private record PendingFault(GatewayMessage message, FaultAction action) {}

  MessageWriter(ClientSocket socket, ServerRecording recording, MessageFaults faults) {
    this.socket = socket;
    this.recording = recording;
    this.faults = faults;
  }

  /** Runs the delivery. If it writes this message, the fault is applied to the message. */
  void writingWith(GatewayMessage message, FaultAction action, Runnable delivery) {
    pendingFault = Optional.of(new PendingFault(message, action));
    delivery.run();
    pendingFault = Optional.empty();
  }

  /**
   * Writes a message at once. Reads the clock before the write, because the answer must have a
   * later time.
   */
  void write(Channel channel, GatewayMessage message, int sequence, WireMessage wire) {
    Optional<FaultAction> wrong =
        pendingFault.filter(one -> one.message() == message).map(PendingFault::action);
    pendingFault = pendingFault.filter(one -> one.message() != message);
    int copies = wrong.orElse(null) instanceof FaultAction.Repeat repeat ? 1 + repeat.more() : 1;
    WireMessage form = wrong.map(fault -> damaged(wire, fault, message, sequence)).orElse(wire);
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

  private static WireMessage damaged(
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

  /** Writes a frame at once. Returns false if the connection is closed or frozen. */
  boolean write(Channel channel, WebSocketFrame frame) {
    if (!socket.isServed() || !channel.isActive()) {
      frame.release();
      return false;
    }
    if (!channel.isWritable()) {
      frame.release();
      socket.violation(ViolationKind.LIMIT_REACHED, "The client does not read its messages.");
      socket.reset();
      return false;
    }
    channel.writeAndFlush(frame, channel.voidPromise());
    return true;
  }
}
