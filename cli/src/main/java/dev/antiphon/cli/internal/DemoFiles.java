package dev.antiphon.cli.internal;

import dev.antiphon.audit.AuditFile;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the audit ({@code transitions.jsonl}) and the frames ({@code frames.jsonl}) of a demo to a
 * folder.
 */
final class DemoFiles implements SceneObserver, AutoCloseable {
  private final AuditFile audit;
  private final PrintWriter frames;

  /** Creates the folder and replaces its files. */
  DemoFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    frames = new PrintWriter(Files.newBufferedWriter(folder.resolve("frames.jsonl")));
    audit = AuditFile.replacing(folder.resolve("transitions.jsonl"));
  }

  /** The sink that records every step of the scenes. */
  AuditSink audit() {
    return audit;
  }

  @Override
  public void server(ServerEvent event) {
    if (event instanceof FrameReceived frame) {
      frames.println(ServerEventJson.line(frame));
    }
  }

  @Override
  public void close() {
    audit.close();
    frames.close();
  }
}
