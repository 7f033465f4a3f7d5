package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.PictureFormat;
import dev.antiphon.diagram.text.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.statemachine.StateMachine;

/** The example code of the README. */
final class ReadmeExample {
  private ReadmeExample() {}

  static void write(StateMachine<?, ?> machine, Path folder) throws Exception {
    // README
    StateDiagram diagram = SpringMachines.read(machine);
    Files.writeString(folder.resolve("machine.mmd"), TextFormat.MERMAID.write(diagram));
    Files.write(folder.resolve("machine.png"), PictureFormat.PNG.draw(diagram));
    // end
  }
}
