package dev.antiphon.cli;

import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.testkit.ServerEvent;
import dev.antiphon.testkit.ServerEvent.FrameReceived;
import dev.antiphon.testkit.ServerEventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the demo: {@code transitions.jsonl} and {@code frames.jsonl} in a folder. */
final class DemoFiles implements SceneObserver, AutoCloseable {
  private final PrintWriter transitions;
  private final PrintWriter frames;

  /** Makes the folder and replaces the files in it. */
  DemoFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    transitions = new PrintWriter(Files.newBufferedWriter(folder.resolve("transitions.jsonl")));
    frames = new PrintWriter(Files.newBufferedWriter(folder.resolve("frames.jsonl")));
  }

  @Override
  public void transition(Transition transition) {
    transitions.println(transition.toJson());
  }

  @Override
  public void server(ServerEvent event) {
    if (event instanceof FrameReceived frame) {
      frames.println(ServerEventJson.line(frame));
    }
  }

  @Override
  public void close() {
    transitions.close();
    frames.close();
  }
}
