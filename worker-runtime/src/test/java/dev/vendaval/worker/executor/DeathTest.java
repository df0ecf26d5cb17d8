package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.fencing.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker does on learning that another one has died: which trees fail, when, and which live on. */
class DeathTest {
    private static final Incarnation ONE = new Incarnation(1, 1, 1);
    private static final Incarnation TWO = new Incarnation(2, 1, 1);
    private static final Incarnation TWO_AGAIN = new Incarnation(2, 1, 2);

    private final List<Tuple> held = new ArrayList<>();

    /** Even numbers go to worker 1, odd ones to worker 2; both hold them. */
    private Bench twoBranches(Numbers numbers) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new ScriptedSpout(DeathTest::evenAndOdd, numbers));
        builder.setBolt("even", holding()).shuffleGrouping("numbers", "even");
        builder.setBolt("odd", holding()).shuffleGrouping("numbers", "odd");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("even", 1, "odd", 2), TopologyStatus.ACTIVE);
        bench.stepAll();
        bench.link("0->even-2").touchBit = ONE.touchBit();
        bench.link("0->odd-4").touchBit = TWO.touchBit();
        return bench;
    }

    private static void evenAndOdd(OutputFieldsDeclarer declarer) {
        declarer.declareStream("even", new Fields("n"));
        declarer.declareStream("odd", new Fields("n"));
    }

    private ScriptedBolt holding() {
        return new ScriptedBolt((input, collector) -> held.add(input));
    }

    private static Numbers evenAndOdd(int count) {
        return new Numbers(count) {
            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                if (next < count) {
                    collector.emit(next % 2 == 0 ? "even" : "odd", new Values(next), next);
                    next++;
                }
            }
        };
    }

    @Test
    @Tag("F2")
    void treesThatTouchedTheDeadFailAtOnceAndNoOthers() {
        Numbers numbers = evenAndOdd(100);
        Bench bench = twoBranches(numbers);
        bench.settle();
        assertThat(held).hasSize(100);

        bench.deathsKnownTo(0).add(TWO);
        bench.settle();

        assertThat(numbers.failed).hasSize(50).allMatch(number -> (int) number % 2 == 1);
        assertThat(numbers.acked).isEmpty();
        assertThat(bench.snapshot("numbers").trackedTrees()).isEqualTo(50);
    }

    @Test
    @Tag("F2")
    void manyFailuresAreHandedOutInRoundsOf256() {
        Numbers numbers = evenAndOdd(4_000);
        Bench bench = twoBranches(numbers);
        bench.settle();
        bench.deathsKnownTo(0).add(ONE);

        int before = 0;
        for (int round = 0; numbers.failed.size() < 2_000; round++) {
            assertThat(round).isLessThan(100);
            bench.executor("numbers").step();
            assertThat(numbers.failed.size() - before).isLessThanOrEqualTo(256);
            before = numbers.failed.size();
        }
        bench.settle();
        assertThat(numbers.failed).hasSize(2_000).allMatch(number -> (int) number % 2 == 0);
    }

    /** A bolt in worker 1 hands its input on to worker 2 and holds it; so its trees are told alone, at round end. */
    private Bench chain(Numbers numbers) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("middle", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.emit(input, new Values(input.getValue(0)));
                    held.add(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("end", Given.acking()).shuffleGrouping("middle");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("middle", 1, "end", 2), TopologyStatus.ACTIVE);
        bench.stepAll();
        bench.link("0->middle-3").touchBit = ONE.touchBit();
        bench.link("1->end-2").touchBit = TWO.touchBit();
        return bench;
    }

    @Test
    @Tag("F2")
    void whatAPeerTouchedBeforeItLearntOfTheDeathFailsThoughItComesLater() {
        Numbers numbers = new Numbers(1);
        Bench bench = chain(numbers);
        bench.deathsKnownTo(0).add(TWO);
        bench.settle();

        assertThat(bench.link("1->numbers-4").controls.get(0).deathNumber).isZero();
        assertThat(numbers.failed).containsExactly(0);
    }

    @Test
    @Tag("F2")
    void whatAPeerTouchedInTheKnowledgeOfTheDeathIsTakenIn() {
        Numbers numbers = new Numbers(1);
        Bench bench = chain(numbers);
        bench.deathsKnownTo(0).add(TWO);
        bench.deathsKnownTo(1).add(TWO);
        bench.deathsKnownTo(0).told(ONE, new Death(1, TWO));
        // Another worker that shares the bit of the dead.
        bench.settle();

        ControlSection told = bench.link("1->numbers-4").controls.get(0);
        assertThat(told.deathNumber).isEqualTo(1);
        assertThat(told.data[2]).isEqualTo(TWO.touchBit());
        assertThat(numbers.failed).isEmpty();
        assertThat(bench.snapshot("numbers").trackedTrees()).isEqualTo(1);
    }

    @Test
    @Tag("F2")
    void aTupleThatWaitedTouchesTheLifeThatGetsItAndNoOther() {
        Numbers numbers = new Numbers(10);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("middle", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    held.add(input);
                    if (held.size() == 10) {
                        held.forEach(each -> collector.emit(each, new Values(each.getValue(0))));
                    }
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("end", Given.acking()).shuffleGrouping("middle");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("middle", 1, "end", 2), TopologyStatus.ACTIVE);
        bench.stepAll();
        bench.link("1->end-2").touchBit = TWO.touchBit();
        bench.link("1->end-2").mostCredit = 4;
        while (held.size() < 10) {
            bench.stepAll();
        }
        bench.link("1->end-2").shut = true;
        bench.settle();
        assertThat(bench.report("end").executed()).isEqualTo(4);

        bench.deathsKnownTo(1).add(TWO);
        bench.deathsKnownTo(0).told(ONE, new Death(1, TWO));
        bench.deathsKnownTo(0).add(TWO);
        bench.link("1->end-2").touchBit = TWO_AGAIN.touchBit();
        bench.settle();
        assertThat(numbers.failed).as("what had gone to the dead").containsExactlyInAnyOrder(0, 1, 2, 3);

        bench.link("1->end-2").shut = false;
        bench.link("1->end-2").mostCredit = Long.MAX_VALUE;
        bench.settle();
        assertThat(bench.report("end").executed()).isEqualTo(10);
        assertThat(numbers.failed).hasSize(4);

        bench.deathsKnownTo(0).add(TWO_AGAIN);
        bench.settle();
        assertThat(numbers.failed).as("the others have gone to the successor").hasSize(10);
    }

    @Test
    @Tag("F2")
    void aSpoutsTupleThatWaitedTouchesTheLifeThatGetsIt() {
        TopologyBuilder builder = new TopologyBuilder();
        Numbers burst = new Numbers(500) {
            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                while (next < 500) {
                    super.nextTuple(collector);
                }
            }
        };
        builder.setSpout("numbers", burst.spout());
        builder.setBolt("far", holding()).shuffleGrouping("numbers");
        Bench overshooting = Bench.of(builder.build(), Map.of(), Map.of("far", 1), TopologyStatus.ACTIVE);
        overshooting.stepAll();
        overshooting.link("0->far-2").touchBit = ONE.touchBit();
        overshooting.link("0->far-2").mostCredit = 100;
        overshooting.stepAll();
        overshooting.link("0->far-2").shut = true;
        overshooting.settle();
        int gone = held.size();
        assertThat(gone).isBetween(1, 499);

        overshooting.deathsKnownTo(0).add(ONE);
        Incarnation successor = new Incarnation(1, 1, 2);
        overshooting.link("0->far-2").touchBit = successor.touchBit();
        overshooting.settle();
        assertThat(burst.failed)
                .as("what had gone, and what was to go in the same round")
                .hasSizeBetween(gone, 499);
        int failedFirst = burst.failed.size();
        overshooting.link("0->far-2").shut = false;
        overshooting.link("0->far-2").mostCredit = Long.MAX_VALUE;
        overshooting.settle();
        assertThat(held).hasSize(500);

        overshooting.deathsKnownTo(0).add(successor);
        overshooting.settle();
        assertThat(burst.failed).hasSize(500).doesNotHaveDuplicates();
        assertThat(failedFirst).isLessThan(500);
        assertThat(overshooting.snapshot("numbers").trackedTrees()).isZero();
    }
}
