package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The output of a server: one line at the start, one line for each event, and one line at the end.
 * Events before the start are written after the first line. Events after the end are not written. A
 * slow reader slows down the server. A closed reader is detected at the next line.
 */
final class EventLines {
  private final JsonLines lines;
  private final List<String> early = new ArrayList<>();
  private final CountDownLatch readerClosed = new CountDownLatch(1);
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

  /** Writes an event. Messages that the server sent are not written. */
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

  void awaitReaderClosed() throws InterruptedException {
    readerClosed.await();
  }

  private void write(String line) {
    if (!lines.write(line)) {
      readerClosed.countDown();
    }
  }
}
