package dev.antiphon.spec.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A parsed Markdown page.
 *
 * @param links the destinations of links and images, unchanged
 * @param anchors the anchors that a link to this page can use
 * @param fences the fenced code blocks
 * @param snippets the inline code
 */
record MarkdownPage(
    List<String> links, Set<String> anchors, List<Fence> fences, List<String> snippets) {

  /** A fenced code block: its language, which can be empty, and its text. */
  record Fence(String language, String text) {}

  static MarkdownPage read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static MarkdownPage parse(String markdown) {
    Reader reader = new Reader();
    Parser.builder().build().parse(markdown).accept(reader);
    return new MarkdownPage(reader.links, reader.anchors, reader.fences, reader.snippets);
  }

  private static final class Reader extends AbstractVisitor {
    private static final Pattern TARGET = Pattern.compile("(?:href|src|srcset)=\"([^\"]+)\"");
    private static final Pattern ANCHOR = Pattern.compile("(?:id|name)=\"([^\"]+)\"");

    private final List<String> links = new ArrayList<>();
    private final Set<String> anchors = new LinkedHashSet<>();
    private final List<Fence> fences = new ArrayList<>();
    private final List<String> snippets = new ArrayList<>();
    private final Map<String, Integer> headings = new HashMap<>();

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
      visitChildren(image);
    }

    @Override
    public void visit(Heading heading) {
      String slug = slug(plain(heading));
      int before = headings.merge(slug, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? slug : slug + "-" + before);
      visitChildren(heading);
    }

    @Override
    public void visit(FencedCodeBlock block) {
      String info = block.getInfo() == null ? "" : block.getInfo();
      fences.add(new Fence(info, block.getLiteral()));
    }

    @Override
    public void visit(Code code) {
      snippets.add(code.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
      html(html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
      html(html.getLiteral());
    }

    private void html(String literal) {
      TARGET.matcher(literal).results().forEach(found -> links.add(found.group(1)));
      ANCHOR.matcher(literal).results().forEach(found -> anchors.add(found.group(1)));
    }

    /**
     * The anchor by GitHub's rules: letters, digits, hyphens and underscores stay, spaces become
     * hyphens.
     */
    private static String slug(String heading) {
      return heading
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
          .replace(' ', '-');
    }

    private static String plain(Node heading) {
      StringBuilder text = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text node) {
              text.append(node.getLiteral());
            }

            @Override
            public void visit(Code node) {
              text.append(node.getLiteral());
            }
          });
      return text.toString();
    }
  }
}
