package dev.antiphon.diagram.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.StateDiagram;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the goals for a project with the class path of this test. */
class DiagramsMojoTest {
  private static final String MACHINES = Machines.class.getName();

  /** The class path of the project: these tests and Spring. */
  private static final List<String> CLASSPATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(element -> element.matches(".*(test-classes|spring|reactor|reactive).*"))
          .toList();

  @TempDir Path folder;
  private final List<String> logged = new ArrayList<>();
  private Path page;

  @BeforeEach
  void writePage() throws Exception {
    page =
        Files.writeString(
            folder.resolve("page.md"),
            "before\n<!-- generated: light -->\n<!-- end: light -->\nafter\n");
  }

  @Test
  void writeUpdatesOutdatedFilesAndThenCheckPasses() throws Exception {
    List<Diagram> diagrams =
        List.of(
            diagram("#light", "docs/light.svg"),
            part("#light", "page.md", "light", null),
            diagram("#door", "docs/door.mmd"));
    assertThatThrownBy(() -> check(diagrams))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "%s is missing, part \"light\" of %s is not up to date, %s is missing: mvn test-compile"
                    .formatted(
                        folder.resolve("docs/light.svg"), page, folder.resolve("docs/door.mmd"))
                + " antiphon-diagram:write updates these files");

    write(diagrams);

    assertThat(logged)
        .containsExactly(
            folder.resolve("docs/light.svg") + " is missing: updated",
            "part \"light\" of " + page + " is not up to date: updated",
            folder.resolve("docs/door.mmd") + " is missing: updated");
    check(diagrams);
    assertThat(folder.resolve("docs/light.svg")).content().startsWith("<svg").contains("press");
    assertThat(page)
        .content()
        .startsWith("before\n<!-- generated: light -->\n```mermaid\n")
        .contains(" : press\n")
        .endsWith("\n<!-- end: light -->\nafter\n");
  }

  @Test
  void writeDoesNotRewriteAnUpToDateFile() throws Exception {
    List<Diagram> diagrams = List.of(diagram("#door", "door.mmd"));
    write(diagrams);
    logged.clear();

    write(diagrams);

    assertThat(logged).isEmpty();
  }

  @Test
  void partOfAPageCanBeAMarkdownTable() throws Exception {
    write(List.of(part("#light", "page.md", "light", "markdown")));

    assertThat(page).content().contains("| OFF | ").doesNotContain("```");
  }

  /** Classes of Maven, or of another version of this library, have no influence. */
  @Test
  void diagramSourcesRunInTheClassLoaderOfTheProject() throws Exception {
    write(List.of(diagram("#loader", "loader.mmd")));

    assertThat(folder.resolve("loader.mmd")).content().contains("title: \"project\"");
    assertThat(Machines.class.getClassLoader().getName()).isNotEqualTo("project");
    assertThat(StateDiagram.class.getClassLoader().getName()).isNotEqualTo("project");
  }

  @Test
  void testClassesAreAvailableOnlyOnRequest() throws Exception {
    DiagramsMojo mojo = mojo(new CheckMojo(), List.of(diagram("#door", "door.mmd")));
    mojo.testClasses = false;

    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "cannot create the diagram of %s#door for %s: the class %s is not on the class path"
                .formatted(MACHINES, folder.resolve("door.mmd"), MACHINES));
  }

  @Test
  void invalidConfigurationIsReported() {
    assertThatThrownBy(() -> check(List.of(new Diagram())))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("a <diagram> needs a <source> and a <file>");
    assertThatThrownBy(() -> check(List.of(diagram("#absent", "door.mmd"))))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageEndingWith(MACHINES + " has no method absent() without parameters");
    assertThatThrownBy(() -> check(List.of(diagram("#door", "door.doc"))))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("the file extension of ");
    assertThatThrownBy(() -> check(List.of(part("#door", "page.md", "light", "word"))))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageEndingWith("unknown format word: use mermaid, plantuml, dot, scxml or markdown");
    assertThatThrownBy(() -> write(List.of(part("#door", "page.md", "door", null))))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageEndingWith(page + " has no line <!-- generated: door -->");
  }

  @Test
  void goalDoesNothingWhenSkipIsSet() throws Exception {
    DiagramsMojo mojo = mojo(new CheckMojo(), List.of(new Diagram()));
    mojo.skip = true;

    mojo.execute();

    assertThat(logged).containsExactly("Diagrams are skipped");
  }

  private void check(List<Diagram> diagrams) throws Exception {
    mojo(new CheckMojo(), diagrams).execute();
  }

  private void write(List<Diagram> diagrams) throws Exception {
    mojo(new WriteMojo(), diagrams).execute();
  }

  private DiagramsMojo mojo(DiagramsMojo mojo, List<Diagram> diagrams) {
    mojo.project = new Project(folder);
    mojo.diagrams = diagrams;
    mojo.testClasses = true;
    mojo.setLog(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence line) {
            logged.add(line.toString());
          }
        });
    return mojo;
  }

  private static Diagram part(String source, String file, String part, String format) {
    Diagram diagram = diagram(source, file);
    diagram.part = part;
    diagram.format = format;
    return diagram;
  }

  private static Diagram diagram(String source, String file) {
    Diagram diagram = new Diagram();
    diagram.source = MACHINES + source;
    diagram.file = file;
    return diagram;
  }

  /** A project that has only tests. */
  private static final class Project extends MavenProject {
    private final File folder;

    Project(Path folder) {
      this.folder = folder.toFile();
    }

    @Override
    public File getBasedir() {
      return folder;
    }

    @Override
    public List<String> getTestClasspathElements() {
      return CLASSPATH;
    }

    @Override
    public List<String> getCompileClasspathElements() {
      return List.of();
    }

    @Override
    public List<String> getRuntimeClasspathElements() {
      return List.of();
    }
  }
}
