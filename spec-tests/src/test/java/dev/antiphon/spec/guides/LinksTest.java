package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the links of all pages. */
class LinksTest {

  @Test
  void everyLinkHasAnExistingTarget() throws IOException {
    Map<String, MarkdownPage> pages = Documents.all();
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, MarkdownPage> page : pages.entrySet()) {
      for (String link : page.getValue().links()) {
        if (!hasTarget(page.getKey(), link, pages)) {
          broken.add(page.getKey() + " -> " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyGuideIsReachableFromTheReadme() throws IOException {
    Map<String, MarkdownPage> pages = Documents.all();
    Set<String> reached = places("README.md", pages.size(), pages);
    assertThat(pages.keySet())
        .filteredOn(page -> page.startsWith("docs/"))
        .allSatisfy(page -> assertThat(reached).contains(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/close-codes.md#4014",
        "docs/configuration.md#how-do-i-raise-the-rejoin-limit",
        "docs/configuration.md#rejoins",
        "docs/failures.md#why-did-my-bot-leave-at-0312",
      })
  void answersToCommonQuestionsAreAtMostTwoLinksFromTheReadme(String answer) throws IOException {
    Map<String, MarkdownPage> pages = Documents.all();
    assertThat(places("README.md", 2, pages)).contains(answer);
    String page = answer.substring(0, answer.indexOf('#'));
    assertThat(pages.get(page).anchors()).contains(answer.substring(page.length() + 1));
  }

  @Test
  void anchorsOfHeadingsMatchTheAnchorsOfGitHub() {
    MarkdownPage page =
        MarkdownPage.parse(
            "# Why, `4014`?\n\n## Über A_b-c\n\n## Über A_b-c\n\n<a id=\"x\"></a>\n");
    assertThat(page.anchors()).containsExactly("why-4014", "über-a_b-c", "über-a_b-c-1", "x");
  }

  /** The pages and anchors that are reachable with at most this number of links. */
  private static Set<String> places(String from, int clicks, Map<String, MarkdownPage> pages) {
    Map<String, Integer> distances = new LinkedHashMap<>(Map.of(from, 0));
    Set<String> reached = new HashSet<>(Set.of(from));
    List<String> waiting = new ArrayList<>(List.of(from));
    for (int i = 0; i < waiting.size(); i++) {
      String page = waiting.get(i);
      int next = distances.get(page) + 1;
      if (next > clicks || !pages.containsKey(page)) {
        continue;
      }
      for (String link : pages.get(page).links()) {
        if (isExternal(link)) {
          continue;
        }
        String place = place(page, link);
        String target = place.replaceFirst("#.*", "");
        reached.add(place);
        reached.add(target);
        if (distances.putIfAbsent(target, next) == null) {
          waiting.add(target);
        }
      }
    }
    return reached;
  }

  private static boolean hasTarget(String page, String link, Map<String, MarkdownPage> pages) {
    URI uri = URI.create(link);
    if (uri.isAbsolute()) {
      return Set.of("https", "http", "mailto").contains(uri.getScheme());
    }
    String place = place(page, link);
    String target = place.replaceFirst("#.*", "");
    if (!Files.exists(Documents.ROOT.resolve(target))) {
      return false;
    }
    return uri.getFragment() == null
        || (pages.containsKey(target) && pages.get(target).anchors().contains(uri.getFragment()));
  }

  private static boolean isExternal(String link) {
    return URI.create(link).isAbsolute();
  }

  /** The target of a link: its path in the repository and its anchor. */
  private static String place(String page, String link) {
    if (link.startsWith("#")) {
      return page + link;
    }
    URI uri = URI.create(link);
    Path target = Documents.ROOT.resolve(page).resolveSibling(uri.getPath()).normalize();
    return Documents.name(target) + (uri.getFragment() == null ? "" : "#" + uri.getFragment());
  }
}
