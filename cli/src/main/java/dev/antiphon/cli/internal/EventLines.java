package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The output of a server: one line that opens it, one for each event, one that closes it. Events
 * that come before the opening wait for it, those after the closing are left out. A reader that
 * does not keep up holds the server back; one that has gone is noticed at the next line.
 */
final class EventLines {
  private final JsonLines lines;
  private final List<String> early = new ArrayList<>();
  private final CountDownLatch readerGone = new CountDownLatch(1);
  private boolean opened;
  private boolean closed;

  EventLines(JsonLines lines) {
    this.lines = lines;
  }

  synchronized void open(ObjectNode first) {
    opened = true;
    write(first.toString());
    early.forEach(this::write);
    early.clear();
  }

  /** What the server sent is its own doing and left out. */
  synchronized void accept(ServerEvent event) {
    if (event instanceof ServerEvent.MessageSent || closed) {
      return;
    }
    String line = ServerEventJson.line(event);
    if (opened) {
      write(line);
    } else {
      early.add(line);
    }
  }

  synchronized void close(String last) {
    write(last);
    closed = true;
  }

  void awaitReaderGone() throws InterruptedException {
    readerGone.await();
  }

  private void write(String line) {
    if (!lines.write(line)) {
      readerGone.countDown();
    }
  }
}
