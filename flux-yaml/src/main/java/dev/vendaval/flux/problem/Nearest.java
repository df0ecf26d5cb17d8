package dev.vendaval.flux.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a mistyped name was probably meant to be. */
public final class Nearest {
    private static final int NAMES_SHOWN = 20;

    private Nearest() {}

    /** "did you mean 'split'? components: lines, split", or as much of it as there is. */
    public static String hint(String plural, String wanted, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are no " + plural;
        }
        List<String> shown = known.stream().limit(NAMES_SHOWN).toList();
        String more = known.size() > NAMES_SHOWN ? ", ..." : "";
        return of(wanted, known).map(near -> "did you mean '" + near + "'? ").orElse("") + plural + ": "
                + String.join(", ", shown) + more;
    }

    /** The known name nearest to the wanted one, if any is near: a third of its letters may differ, at least one. */
    public static Optional<String> of(String wanted, Collection<String> known) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= limit)
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    /** The least number of letters to insert, drop or replace that makes one word the other. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }
}
