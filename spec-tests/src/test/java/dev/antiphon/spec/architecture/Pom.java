package dev.antiphon.spec.architecture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The dependencies in the pom of a module.
 *
 * @param passedOn the dependencies that users of the module get, too: without optional, provided
 *     and test dependencies
 */
record Pom(List<Dependency> passedOn) {
  private static final String PROJECT = "dev.antiphon";
  private static final String PREFIX = "antiphon-";
  private static final Set<String> NOT_PASSED_ON = Set.of("test", "provided");

  /** A library or a module of this project. */
  record Dependency(String group, String artifact) {
    boolean isModule() {
      return group.equals(PROJECT);
    }

    /** The folder of the module. */
    String module() {
      return artifact.substring(PREFIX.length());
    }

    @Override
    public String toString() {
      return isModule() ? module() : group + ":" + artifact;
    }
  }

  static Pom of(String module) throws IOException {
    return read(Files.readString(MainCode.ROOT.resolve(module).resolve("pom.xml")));
  }

  static Pom read(String xml) throws IOException {
    List<Dependency> passedOn = new ArrayList<>();
    for (Element dependencies : children(root(xml), "dependencies")) {
      for (Element dependency : children(dependencies, "dependency")) {
        if (!NOT_PASSED_ON.contains(text(dependency, "scope"))
            && !text(dependency, "optional").equals("true")) {
          passedOn.add(new Dependency(text(dependency, "groupId"), text(dependency, "artifactId")));
        }
      }
    }
    return new Pom(passedOn);
  }

  /** All dependencies that a module passes on, including those of its modules. */
  static Set<String> allPassedOn(String module) throws IOException {
    Set<String> all = new LinkedHashSet<>();
    collect(module, all);
    return all;
  }

  /** The modules of this project that each module passes on. */
  static Map<String, List<String>> moduleDependencies() throws IOException {
    Map<String, List<String>> modules = new LinkedHashMap<>();
    for (String module : MainCode.modules()) {
      modules.put(
          module,
          of(module).passedOn().stream()
              .filter(Dependency::isModule)
              .map(Dependency::module)
              .toList());
    }
    return modules;
  }

  private static void collect(String module, Set<String> all) throws IOException {
    for (Dependency needed : of(module).passedOn()) {
      if (all.add(needed.toString()) && needed.isModule()) {
        collect(needed.module(), all);
      }
    }
  }

  private static Element root(String xml) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private static String text(Element element, String name) {
    return children(element, name).stream()
        .map(child -> child.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }
}
