package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cli.internal.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the commands in the pages and their options exist. */
class CommandsInGuidesTest {
  private static final Pattern CALL = Pattern.compile("\\./antiphon ([^\n#|;&>]+)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern WORD = Pattern.compile("[a-z]+");

  /** The help texts of the commands, by command. */
  private final Map<String, String> helps = new HashMap<>();

  @Test
  void everyCommandInAPageExists() throws IOException {
    int calls = 0;
    for (Map.Entry<String, MarkdownPage> page : Documents.all().entrySet()) {
      for (String call : calls(page.getValue())) {
        String help = help(words(call));
        assertThat(help).as("%s: ./antiphon %s", page.getKey(), call).isNotEmpty();
        for (String option : options(call)) {
          assertThat(help)
              .as("%s: ./antiphon %s", page.getKey(), call)
              .containsPattern("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])");
        }
        calls++;
      }
    }
    assertThat(calls).isPositive();
  }

  private static List<String> calls(MarkdownPage page) {
    return Stream.concat(
            page.fences().stream().map(MarkdownPage.Fence::text), page.snippets().stream())
        .map(text -> text.replaceAll("\\\\\n\\s*", " "))
        .flatMap(text -> CALL.matcher(text).results())
        .map(found -> found.group(1).strip())
        .filter(call -> WORD.matcher(call.split(" ")[0]).matches())
        .toList();
  }

  private static List<String> options(String call) {
    return OPTION.matcher(call).results().map(found -> found.group()).toList();
  }

  /** The command and its subcommand, if it has one. */
  private static List<String> words(String call) {
    List<String> words = new ArrayList<>();
    for (String word : call.split(" ")) {
      if (words.size() == 2 || !WORD.matcher(word).matches()) {
        break;
      }
      words.add(word);
    }
    return words;
  }

  /** The help text of the command; empty if the command does not exist. */
  private String help(List<String> words) {
    return helps.computeIfAbsent(
        String.join(" ", words),
        named -> {
          StringWriter out = new StringWriter();
          List<String> arguments = new ArrayList<>(words);
          arguments.add("--help");
          int code =
              Main.run(
                  arguments.toArray(String[]::new),
                  new PrintWriter(out),
                  new PrintWriter(new StringWriter()));
          return code == 0 && out.toString().contains("antiphon " + named) ? out.toString() : "";
        });
  }
}
