package dev.vendaval.tests.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.StringTokenizer;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void linesHave10Point3WordsOnAverageAndAsManyAsTheySay() {
        Lines lines = new Lines();
        long words = 0;
        for (int line = 0; line < lines.count(); line++) {
            String text = lines.next();
            assertThat(new StringTokenizer(text).countTokens()).isEqualTo(lines.words());
            words += lines.words();
        }
        assertThat((double) words / lines.count()).isEqualTo(10.3, within(0.05));
    }

    @Test
    void theyAreTheSameInEveryProcessAndComeRound() {
        Lines one = new Lines();
        Lines another = new Lines();
        String first = one.next();
        assertThat(another.next()).isEqualTo(first);
        for (int line = 1; line < one.count(); line++) {
            assertThat(another.next()).isEqualTo(one.next());
        }
        assertThat(one.next()).isSameAs(first);
    }
}
