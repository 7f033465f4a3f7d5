package dev.antiphon.diagram.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the goals have in common: which files show which machines. */
abstract class DiagramsMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /**
   * The files: of each the {@code source}, a static method without parameters such as {@code
   * com.acme.Machines#orders}, a {@code Supplier}, or a configuration of Spring's; the {@code
   * file}; the {@code part} between the lines {@code <!-- generated: PART -->} and {@code <!-- end:
   * PART -->} of a Markdown file, if it is not the whole; and the {@code format} of that part.
   */
  @Parameter(required = true)
  List<Diagram> diagrams;

  /**
   * Whether sources may be among the project's tests. The goal must then run after the tests were
   * compiled, in the phase {@code process-test-classes}.
   */
  @Parameter(property = "antiphon.diagram.testClasses", defaultValue = "false")
  boolean testClasses;

  /** Whether nothing is to be done. */
  @Parameter(property = "antiphon.diagram.skip", defaultValue = "false")
  boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Diagrams are skipped");
      return;
    }
    try (ProjectClasses classes = new ProjectClasses(classpath())) {
      execute(classes);
    } catch (IOException e) {
      throw new MojoExecutionException("the project's classes cannot be closed", e);
    }
  }

  abstract void execute(ProjectClasses classes) throws MojoExecutionException, MojoFailureException;

  /** What was wrong with each file that was not fresh, after writing those when that is asked. */
  final List<String> complaints(ProjectClasses classes, boolean write)
      throws MojoExecutionException {
    List<String> complaints = new ArrayList<>();
    for (Diagram diagram : diagrams) {
      complaint(classes, diagram, write).ifPresent(complaints::add);
    }
    return complaints;
  }

  private Optional<String> complaint(ProjectClasses classes, Diagram diagram, boolean write)
      throws MojoExecutionException {
    if (diagram.source == null || diagram.file == null) {
      throw new MojoExecutionException("a <diagram> needs a <source> and a <file>");
    }
    Path file = project.getBasedir().toPath().resolve(diagram.file);
    try {
      return classes.keep(diagram, file, write);
    } catch (Exception e) {
      throw new MojoExecutionException(
          "no diagram of " + diagram.source + " for " + file + ": " + e.getMessage(), e);
    }
  }

  /** What is compiled against and what runs, since either may be needed to make a machine. */
  private Set<String> classpath() throws MojoExecutionException {
    try {
      Set<String> elements = new LinkedHashSet<>();
      if (testClasses) {
        elements.addAll(project.getTestClasspathElements());
      }
      elements.addAll(project.getCompileClasspathElements());
      elements.addAll(project.getRuntimeClasspathElements());
      return elements;
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies of the project are not resolved", e);
    }
  }
}
