package dev.antiphon.diagram.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Fails the build if files are not up to date with their machines. The message names these files.
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class CheckMojo extends DiagramsMojo {
  @Override
  void execute(ProjectClasses classes) throws MojoExecutionException, MojoFailureException {
    List<String> problems = problems(classes, false);
    if (!problems.isEmpty()) {
      throw new MojoFailureException(
          String.join(", ", problems)
              + (": mvn " + (testClasses ? "test-compile" : "compile"))
              + " antiphon-diagram:write updates these files");
    }
  }
}
