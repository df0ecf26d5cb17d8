package dev.vendaval.tests.benchmarks.report;

import dev.vendaval.tests.benchmarks.results.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Horizontal bars in groups, as SVG that is readable on light and on dark ground: no ground of its own, the colour of
 * the text follows the reader's scheme.
 *
 * @param unit of all values
 * @param groups from top to bottom
 */
record BarChart(String title, String unit, List<Group> groups) {
    private static final int WIDTH = 760;
    private static final int LEFT = 210;
    private static final int RIGHT = 110;
    private static final int TOP = 64;
    private static final int BAR = 16;
    private static final int GAP = 14;
    private static final int LEGEND_STEP = 130;
    private static final Map<String, String> COLOURS = Map.of(
            "vendaval", "#e8590c",
            "storm-default", "#4c6ef5",
            "storm-tuned", "#91a7ff",
            "flink-unchained", "#2f9e44",
            "flink-chained", "#8ce99a");
    private static final String OTHER_COLOUR = "#868e96";
    private static final String STYLE = "<style>text{font:13px system-ui,sans-serif;fill:#24292f}"
            + ".title{font-size:16px;font-weight:600}.value{font-size:12px}line{stroke:#868e96}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>\n";

    /** Bars beside each other, one for each system that has the figure. */
    record Group(String label, List<Bar> bars) {}

    record Bar(String system, double value) {}

    String svg() {
        int bars = groups.stream().mapToInt(group -> group.bars().size()).sum();
        int height = TOP + bars * BAR + groups.size() * GAP + GAP;
        double largest = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::value)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH,
                height,
                WIDTH,
                height));
        svg.append("<title>").append(escape(title)).append("</title>\n").append(STYLE);
        svg.append(text(GAP, 24, "title", "start", title + " (" + unit + ")"));
        legend(svg);
        int y = TOP;
        for (Group group : groups) {
            int middle = y + group.bars().size() * BAR / 2 + 5;
            svg.append(text(LEFT - 10, middle, "label", "end", group.label()));
            for (Bar bar : group.bars()) {
                bar(svg, bar, y, largest);
                y += BAR;
            }
            y += GAP;
        }
        svg.append(String.format(
                Locale.ROOT, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", LEFT, TOP - 4, LEFT, y - GAP + 4));
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        int x = GAP;
        for (String system : groups.stream()
                .flatMap(group -> group.bars().stream())
                .map(Bar::system)
                .distinct()
                .toList()) {
            svg.append(rectangle(x, 36, 10, 10, system));
            svg.append(text(x + 16, 45, "value", "start", system));
            x += LEGEND_STEP;
        }
    }

    private static void bar(StringBuilder svg, Bar bar, int y, double largest) {
        double length = largest == 0 ? 0 : bar.value() / largest * (WIDTH - LEFT - RIGHT);
        svg.append(rectangle(LEFT, y + 1, Math.max(1, length), BAR - 2, bar.system()));
        svg.append(text((int) (LEFT + length + 6), y + 12, "value", "start", Figures.text(bar.value())));
    }

    private static String rectangle(int x, int y, double width, int height, String system) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                COLOURS.getOrDefault(system, OTHER_COLOUR));
    }

    private static String text(int x, int y, String style, String anchor, String content) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                style,
                anchor,
                escape(content));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
