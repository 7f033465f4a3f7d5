package dev.antiphon.testkit.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.ClientSocket;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpgradeGateTest {

  @Test
  void connectionWithoutAnUpgradeRequestIsClosed() {
    ServerRecording recording = new ServerRecording(1, event -> {});
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    ClientSocket socket = new ClientSocket(1, null, recording, null, null);
    channel.pipeline().addLast(new UpgradeGate(socket, Optional.empty()));
    channel.advanceTimeBy(9_999, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }
}
