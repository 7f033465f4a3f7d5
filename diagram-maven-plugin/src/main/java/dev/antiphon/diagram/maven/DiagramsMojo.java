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

/** The common base of the goals: the configured files and their machines. */
abstract class DiagramsMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /**
   * The diagrams. {@code source} is a static method without parameters such as {@code
   * com.acme.Machines#orders}, a {@code Supplier}, or a Spring configuration. {@code file} is the
   * path of the file. {@code part} is optional: the diagram is then written between the lines
   * {@code <!-- generated: PART -->} and {@code <!-- end: PART -->} of a Markdown file. {@code
   * format} is the format of that part.
   */
  @Parameter(required = true)
  List<Diagram> diagrams;

  /**
   * Whether the sources of diagrams can be test classes of the project. If so, run the goal after
   * the tests are compiled, in the phase {@code process-test-classes}.
   */
  @Parameter(property = "antiphon.diagram.testClasses", defaultValue = "false")
  boolean testClasses;

  /** Whether to skip the goal. */
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
      throw new MojoExecutionException("the class loader of the project cannot be closed", e);
    }
  }

  abstract void execute(ProjectClasses classes) throws MojoExecutionException, MojoFailureException;

  /**
   * The problems of all files that are not up to date. If {@code write} is set, these files are
   * written.
   */
  final List<String> problems(ProjectClasses classes, boolean write) throws MojoExecutionException {
    List<String> problems = new ArrayList<>();
    for (Diagram diagram : diagrams) {
      problem(classes, diagram, write).ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<String> problem(ProjectClasses classes, Diagram diagram, boolean write)
      throws MojoExecutionException {
    if (diagram.source == null || diagram.file == null) {
      throw new MojoExecutionException("a <diagram> needs a <source> and a <file>");
    }
    Path file = project.getBasedir().toPath().resolve(diagram.file);
    try {
      return classes.update(diagram, file, write);
    } catch (Exception e) {
      throw new MojoExecutionException(
          "cannot create the diagram of " + diagram.source + " for " + file + ": " + e.getMessage(),
          e);
    }
  }

  /** The compile and runtime class path, because creating a machine can need both. */
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
