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
 * What a module needs, as its pom says.
 *
 * @param handedOn what whoever depends on the module gets, too; not what is optional, provided by
 *     the build or for tests
 */
record Pom(List<Needed> handedOn) {
  private static final String OURS = "dev.antiphon";
  private static final String PREFIX = "antiphon-";
  private static final Set<String> KEPT = Set.of("test", "provided");

  /** A library, or a module of ours. */
  record Needed(String group, String artifact) {
    boolean isOurs() {
      return group.equals(OURS);
    }

    /** Our module's folder. */
    String module() {
      return artifact.substring(PREFIX.length());
    }

    @Override
    public String toString() {
      return isOurs() ? module() : group + ":" + artifact;
    }
  }

  static Pom of(String module) throws IOException {
    return read(Files.readString(MainCode.ROOT.resolve(module).resolve("pom.xml")));
  }

  static Pom read(String xml) throws IOException {
    List<Needed> handedOn = new ArrayList<>();
    for (Element dependencies : children(root(xml), "dependencies")) {
      for (Element dependency : children(dependencies, "dependency")) {
        if (!KEPT.contains(text(dependency, "scope"))
            && !text(dependency, "optional").equals("true")) {
          handedOn.add(new Needed(text(dependency, "groupId"), text(dependency, "artifactId")));
        }
      }
    }
    return new Pom(handedOn);
  }

  /** Everything that a module hands on, with what our modules among it hand on. */
  static Set<String> allHandedOn(String module) throws IOException {
    Set<String> all = new LinkedHashSet<>();
    collect(module, all);
    return all;
  }

  /** The modules of ours that each module hands on. */
  static Map<String, List<String>> arrows() throws IOException {
    Map<String, List<String>> arrows = new LinkedHashMap<>();
    for (String module : MainCode.modules()) {
      arrows.put(
          module,
          of(module).handedOn().stream().filter(Needed::isOurs).map(Needed::module).toList());
    }
    return arrows;
  }

  private static void collect(String module, Set<String> all) throws IOException {
    for (Needed needed : of(module).handedOn()) {
      if (all.add(needed.toString()) && needed.isOurs()) {
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
