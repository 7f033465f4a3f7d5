package dev.antiphon.spec.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the tables of the modules, from their poms, and of the packages, from their Javadoc.
 */
final class Modules {
  private static final String GROUP = "dev.antiphon";
  private static final String PREFIX = "antiphon-";
  private static final Pattern MODULE = Pattern.compile("<module>([\\w-]+)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern PACKAGE_TEXT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  private Modules() {}

  /** The dependencies between the modules, for code and tests. */
  static String dependencies() throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| module | depends on | tests also depend on | description |",
                "|---|---|---|---|"));
    for (String module : modules()) {
      String pom = Documents.text(module + "/pom.xml");
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(module, needs(pom, false), needs(pom, true), element(pom, "description")));
    }
    return String.join("\n", lines);
  }

  /** The packages of all modules, each with the first sentence of its Javadoc. */
  static String packages() throws IOException {
    List<String> lines = new ArrayList<>(List.of("| package | description |", "|---|---|"));
    for (String module : modules()) {
      Path sources = Documents.ROOT.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        Map<String, String> packages = new TreeMap<>();
        for (Path info : Documents.files(sources, "package-info.java")) {
          packages.put(packageName(sources, info), firstSentence(info));
        }
        packages.forEach((name, sentence) -> lines.add("| `%s` | %s |".formatted(name, sentence)));
      }
    }
    return String.join("\n", lines);
  }

  /** The dependencies that a user adds to a pom. */
  static String coordinates() throws IOException {
    return """
        ```xml
        <dependency>
          <groupId>dev.antiphon</groupId>
          <artifactId>antiphon-statemachine</artifactId>
          <version>%1$s</version>
        </dependency>
        <dependency>
          <groupId>dev.antiphon</groupId>
          <artifactId>antiphon-testkit</artifactId>
          <version>%1$s</version>
          <scope>test</scope>
        </dependency>
        ```"""
        .formatted(version());
  }

  /** The version of Antiphon. */
  static String version() throws IOException {
    return element(
        Documents.text("pom.xml").replaceFirst("(?s)<parent>.*?</parent>", ""), "version");
  }

  /** The version of a library, by the name of its property in the root pom. */
  static String version(String property) throws IOException {
    return element(Documents.text("pom.xml"), property);
  }

  private static List<String> modules() throws IOException {
    return MODULE
        .matcher(Documents.text("pom.xml"))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String needs(String pom, boolean inTests) {
    String found =
        DEPENDENCY
            .matcher(pom)
            .results()
            .map(MatchResult::group)
            .filter(dependency -> element(dependency, "groupId").equals(GROUP))
            .filter(dependency -> dependency.contains("<scope>test</scope>") == inTests)
            .map(dependency -> "`" + element(dependency, "artifactId").replace(PREFIX, "") + "`")
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "–" : found;
  }

  private static String element(String xml, String name) {
    Matcher found =
        Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL).matcher(xml);
    if (!found.find()) {
      throw new AssertionError("no <" + name + "> in " + xml);
    }
    return found.group(1).strip();
  }

  private static String packageName(Path sources, Path info) {
    return Documents.name(info.getParent())
        .substring(Documents.name(sources).length() + 1)
        .replace('/', '.');
  }

  private static String firstSentence(Path info) throws IOException {
    Matcher text = PACKAGE_TEXT.matcher(Files.readString(info));
    if (!text.find()) {
      throw new AssertionError("no Javadoc in " + info);
    }
    String all =
        Javadocs.text(text.group(1))
            .replaceAll("`(?:dev\\.antiphon\\.(?:\\w+\\.)*)?(\\w+)`", "`$1`");
    Matcher sentence = Pattern.compile("^(.*?\\.)(?: [A-Z`]|$)").matcher(all);
    return sentence.find() ? sentence.group(1) : all;
  }
}
