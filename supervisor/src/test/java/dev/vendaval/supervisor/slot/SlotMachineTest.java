package dev.vendaval.supervisor.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a slot, situation by situation. */
class SlotMachineTest {
    private static final SlotTarget WORDS = new SlotTarget("words-1", 0, 1, "cafe", Duration.ofSeconds(5));
    private static final SlotTarget LOCAL = new SlotTarget("local-1", 2, 4, null, Duration.ofSeconds(5));

    private final SlotScript script = new SlotScript();

    @Test
    void anEmptySlotThatIsWantedFetchesTheArtifact() {
        script.wanted(WORDS);

        assertThat(script.state()).isEqualTo(SlotState.FETCHING);
        assertThat(script.effects()).containsExactly(new SlotEffect.Fetch("cafe"));
    }

    @Test
    void withoutAnArtifactItLaunchesAtOnce() {
        script.wanted(LOCAL);

        assertThat(script.state()).isEqualTo(SlotState.LAUNCHING);
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
    }

    @Test
    void aCachedArtifactIsFollowedByTheLaunchAndTheHelloByRunning() {
        script.wanted(WORDS).happens(new SlotEvent.ArtifactReady("cafe"));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(WORDS));

        script.happens(new SlotEvent.Launched(1)).happens(new SlotEvent.Hello(1));
        assertThat(script.state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    void anotherTopologysArtifactIsNoReasonToLaunch() {
        script.wanted(WORDS).happens(new SlotEvent.ArtifactReady("beef"));

        assertThat(script.state()).isEqualTo(SlotState.FETCHING);
        assertThat(script.effects()).isEmpty();
    }

    @Test
    void aFailedFetchIsShownAndTriedAgainWithWaitsThatDoubleUpToThirtySeconds() {
        script.wanted(WORDS);
        for (int wait : List.of(1, 2, 4, 8, 10, 10, 10)) {
            script.happens(new SlotEvent.ArtifactFailed("cafe", "Nimbus is gone"));
            assertThat(script.state()).isEqualTo(SlotState.BACKOFF);
            assertThat(script.slot().notice()).isEqualTo("Nimbus is gone");

            script.after(Duration.ofSeconds(wait).minusNanos(1));
            assertThat(script.state()).isEqualTo(SlotState.BACKOFF);
            script.after(Duration.ofNanos(1));
            assertThat(script.effects()).containsExactly(new SlotEffect.Fetch("cafe"));
        }
    }

    @Test
    void aLaunchThatFailsIsShownAndTriedAgain() {
        script.wanted(LOCAL).happens(new SlotEvent.LaunchFailed("no java"));
        assertThat(script.state()).isEqualTo(SlotState.BACKOFF);
        assertThat(script.slot().notice()).isEqualTo("no java");

        script.after(Duration.ofSeconds(1));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
    }

    @Test
    @Tag("F2")
    void theFirstDeathIsFollowedByALaunchAtOnceAndFurtherQuickOnesByBackOff() {
        script.running(LOCAL, 1).happens(new SlotEvent.Exited(1, 137, "last words"));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));

        long launch = 2;
        for (int wait : List.of(1, 2, 4, 8, 10, 10, 10)) {
            script.happens(new SlotEvent.Launched(launch)).happens(new SlotEvent.Exited(launch, 1, "boom"));
            assertThat(script.state()).isEqualTo(SlotState.BACKOFF);
            assertThat(script.slot().notice()).contains("exit code 1").contains("boom");
            script.after(Duration.ofSeconds(wait).minusNanos(1));
            assertThat(script.effects()).isEmpty();
            script.after(Duration.ofNanos(1));
            assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
            launch++;
        }
    }

    @Test
    @Tag("F2")
    void aWorkerThatHasLivedLongStartsWithACleanRecord() {
        script.running(LOCAL, 1).happens(new SlotEvent.Exited(1, 1, null));
        script.happens(new SlotEvent.Launched(2)).happens(new SlotEvent.Hello(2));
        assertThat(script.slot().notice()).isNotNull();

        script.aliveFor(Duration.ofSeconds(31), 2);
        assertThat(script.slot().notice()).isNull();
        assertThat(script.slot().failures()).isZero();

        script.happens(new SlotEvent.Exited(2, 1, null));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
    }

    @Test
    void aWorkerThatNeverSaysHelloIsKilledAndLaunchedAnew() {
        script.wanted(LOCAL).happens(new SlotEvent.Launched(1)).after(Duration.ofSeconds(30));
        assertThat(script.state()).isEqualTo(SlotState.KILLING);
        assertThat(script.effects()).hasSize(1).first().isInstanceOf(SlotEffect.Kill.class);

        script.happens(new SlotEvent.Exited(1, 137, null));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
        assertThat(script.slot().notice()).contains("did not connect");
    }

    @Test
    @Tag("F2")
    void aSilentWorkerIsWrittenDownKilledAndLaunchedAnew() {
        script.running(LOCAL, 1).after(Duration.ofSeconds(9)).happens(new SlotEvent.Alive(1));
        script.after(Duration.ofSeconds(9));
        assertThat(script.state()).isEqualTo(SlotState.RUNNING);

        script.after(Duration.ofSeconds(1));
        assertThat(script.state()).isEqualTo(SlotState.DUMPING);
        assertThat(script.effects()).containsExactly(new SlotEffect.Dump());
        script.happens(new SlotEvent.Dumped(1, "what its threads did is in FILE"));
        assertThat(script.state()).isEqualTo(SlotState.KILLING);
        script.happens(new SlotEvent.Exited(1, 137, null));
        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
        assertThat(script.slot().notice()).contains("silent").contains("is in FILE");
    }

    @Test
    @Tag("F2")
    void aSilentWorkerThatSpeaksWhenItIsNotWantedAnyMoreIsStoppedInOrder() {
        script.running(LOCAL, 1).after(Duration.ofSeconds(10)).wanted(null);
        assertThat(script.state()).isEqualTo(SlotState.DUMPING);

        script.happens(new SlotEvent.Alive(1));
        assertThat(script.state()).isEqualTo(SlotState.STOPPING);
        assertThat(script.effects()).hasSize(1).first().isInstanceOf(SlotEffect.SendStop.class);
    }

    @Test
    @Tag("F2")
    void aSilentWorkerWhoseThreadsCannotBeHadIsKilledAllTheSame() {
        script.running(LOCAL, 1).after(Duration.ofSeconds(10)).after(Duration.ofMillis(4_999));
        assertThat(script.state()).isEqualTo(SlotState.DUMPING);

        script.after(Duration.ofMillis(1));
        assertThat(script.state()).isEqualTo(SlotState.KILLING);
        assertThat(script.slot().notice()).contains("silent").contains("could not be had");
    }

    @Test
    @Tag("F2")
    void aWorkerThatSpeaksBeforeItIsKilledStays() {
        script.running(LOCAL, 1).after(Duration.ofSeconds(10)).happens(new SlotEvent.Alive(1));
        assertThat(script.state()).isEqualTo(SlotState.RUNNING);
        assertThat(script.slot().notice()).isNull();

        script.happens(new SlotEvent.Dumped(1, "there"));
        assertThat(script.state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    void aRunningWorkerThatIsNotWantedIsToldToStopAndCleanedUpAfterItsExit() {
        script.running(WORDS, 1).wanted(null);
        assertThat(script.state()).isEqualTo(SlotState.STOPPING);
        assertThat(script.effects()).containsExactly(new SlotEffect.SendStop("test"));

        script.happens(new SlotEvent.Exited(1, 0, null));
        assertThat(script.slot()).isEqualTo(Slot.empty(SlotScript.PORT));
        assertThat(script.effects()).containsExactly(new SlotEffect.Clean(WORDS));
    }

    @Test
    @Tag("I7")
    void aWorkerThatDoesNotStopInTimeIsKilled() {
        script.running(WORDS, 1).wanted(null).after(Duration.ofSeconds(5).minusNanos(1));
        assertThat(script.state()).isEqualTo(SlotState.STOPPING);

        script.after(Duration.ofNanos(1));
        assertThat(script.state()).isEqualTo(SlotState.KILLING);
        script.happens(new SlotEvent.Exited(1, 137, null));
        assertThat(script.slot()).isEqualTo(Slot.empty(SlotScript.PORT));
    }

    @Test
    void aProcessThatDoesNotGoIsKilledAgain() {
        script.wanted(LOCAL).happens(new SlotEvent.Launched(1)).after(Duration.ofSeconds(30));
        script.after(Duration.ofSeconds(5));

        assertThat(script.state()).isEqualTo(SlotState.KILLING);
        assertThat(script.effects()).hasSize(1).first().isInstanceOf(SlotEffect.Kill.class);
    }

    @Test
    void aStoppingWorkerThatConnectsAgainIsToldAgain() {
        script.running(WORDS, 1).wanted(null).happens(new SlotEvent.Hello(1));

        assertThat(script.state()).isEqualTo(SlotState.STOPPING);
        assertThat(script.effects()).hasSize(1).first().isInstanceOf(SlotEffect.SendStop.class);
    }

    @Test
    void anotherTopologyWaitsUntilTheOldWorkerIsGone() {
        script.running(WORDS, 1).wanted(LOCAL);
        assertThat(script.state()).isEqualTo(SlotState.STOPPING);

        script.happens(new SlotEvent.Exited(1, 0, null));
        assertThat(script.effects()).containsExactly(new SlotEffect.Clean(WORDS), new SlotEffect.Launch(LOCAL));
        assertThat(script.slot().target()).isEqualTo(LOCAL);
        assertThat(script.slot().launch()).isZero();
    }

    @Test
    void aNewLeaseOfTheSameTopologyIsAnotherWorker() {
        SlotTarget leasedAnew = new SlotTarget("words-1", 0, 2, "cafe", Duration.ofSeconds(5));
        script.running(WORDS, 3).wanted(leasedAnew);

        assertThat(script.state()).isEqualTo(SlotState.STOPPING);
    }

    @Test
    void aWorkerStillStartingThatIsNotWantedIsKilled() {
        script.wanted(LOCAL).happens(new SlotEvent.Launched(1)).wanted(null);
        assertThat(script.state()).isEqualTo(SlotState.KILLING);

        script.happens(new SlotEvent.Exited(1, 137, null));
        assertThat(script.effects()).containsExactly(new SlotEffect.Clean(LOCAL));
        assertThat(script.state()).isEqualTo(SlotState.EMPTY);
    }

    @Test
    void nothingToWaitForWhileFetchingOrBackingOff() {
        script.wanted(WORDS).wanted(LOCAL);
        assertThat(script.effects()).containsExactly(new SlotEffect.Clean(WORDS), new SlotEffect.Launch(LOCAL));

        script.happens(new SlotEvent.LaunchFailed("no java")).wanted(null);
        assertThat(script.state()).isEqualTo(SlotState.EMPTY);
        assertThat(script.effects()).containsExactly(new SlotEffect.Clean(LOCAL));
    }

    @Test
    void aWorkerWantedAgainWhileItStopsIsLaunchedAnewAndKeepsItsDirectory() {
        script.running(LOCAL, 1).wanted(null).wanted(LOCAL).happens(new SlotEvent.Exited(1, 0, null));

        assertThat(script.effects()).containsExactly(new SlotEffect.Launch(LOCAL));
        assertThat(script.slot().failures()).isZero();
    }

    @Test
    void theExitOfAnEarlierLaunchChangesNothing() {
        script.running(LOCAL, 2).happens(new SlotEvent.Exited(1, 1, null));

        assertThat(script.state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    @Tag("F3")
    void aWorkerOfAnEarlierSupervisorIsKeptWhenItSaysHello() {
        SlotScript slot = new SlotScript().happens(new SlotEvent.Adopted(WORDS, 7, Duration.ofHours(1)));
        assertThat(slot.state()).isEqualTo(SlotState.ADOPTED);
        assertThat(slot.effects()).isEmpty();

        slot.wanted(WORDS).happens(new SlotEvent.Hello(7));
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        assertThat(slot.effects()).isEmpty();
        assertThat(slot.slot().launch()).isEqualTo(7);
    }

    @Test
    @Tag("F3")
    void aSupervisorThatGivesAnotherTimeToStopKeepsTheWorkerAndUsesTheNewTime() {
        SlotTarget patient = new SlotTarget(
                WORDS.topologyId(), WORDS.workerIndex(), WORDS.lease(), WORDS.artifact(), Duration.ofMinutes(1));
        SlotScript slot = new SlotScript()
                .happens(new SlotEvent.Adopted(WORDS, 7, Duration.ZERO))
                .happens(new SlotEvent.Hello(7))
                .wanted(patient);
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        assertThat(slot.slot().target()).isEqualTo(patient);
    }

    @Test
    @Tag("F3")
    void anAdoptedWorkerThatIsNotWantedIsStoppedInOrderOnceItIsReached() {
        SlotScript slot = new SlotScript()
                .happens(new SlotEvent.Adopted(WORDS, 7, Duration.ZERO))
                .wanted(null);
        assertThat(slot.state()).isEqualTo(SlotState.STOPPING);

        slot.happens(new SlotEvent.Hello(7));
        assertThat(slot.effects()).singleElement().isInstanceOf(SlotEffect.SendStop.class);
        slot.happens(new SlotEvent.Exited(7, -1, null));
        assertThat(slot.state()).isEqualTo(SlotState.EMPTY);
        assertThat(slot.effects()).containsExactly(new SlotEffect.Clean(WORDS));
    }

    @Test
    @Tag("F3")
    void anAdoptedWorkerThatDoesNotComeBackIsEndedAndReplaced() {
        SlotScript slot = new SlotScript()
                .happens(new SlotEvent.Adopted(WORDS, 7, Duration.ZERO))
                .wanted(WORDS)
                .after(Duration.ofMillis(9_999));
        assertThat(slot.state()).isEqualTo(SlotState.ADOPTED);
        slot.after(Duration.ofMillis(1));
        assertThat(slot.state()).isEqualTo(SlotState.DUMPING);
        slot.happens(new SlotEvent.Dumped(7, "there"));
        assertThat(slot.state()).isEqualTo(SlotState.KILLING);
        assertThat(slot.effects()).singleElement().isInstanceOf(SlotEffect.Kill.class);
        slot.happens(new SlotEvent.Exited(7, -1, null));
        assertThat(slot.state()).isIn(SlotState.FETCHING, SlotState.LAUNCHING);
        assertThat(slot.slot().notice()).contains("did not connect again").contains("exit code unknown");
    }

    @Test
    @Tag("F3")
    void anAdoptedWorkerThatDiesIsReplacedAtOnce() {
        SlotScript slot = new SlotScript()
                .happens(new SlotEvent.Adopted(WORDS, 7, Duration.ofHours(1)))
                .happens(new SlotEvent.Exited(7, -1, null));
        assertThat(slot.state()).isIn(SlotState.FETCHING, SlotState.LAUNCHING);
    }

    @Test
    @Tag("F3")
    void onlyAnEmptySlotAdopts() {
        SlotScript slot = new SlotScript().running(WORDS, 1);
        slot.happens(new SlotEvent.Adopted(WORDS, 7, Duration.ZERO));
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        assertThat(slot.slot().launch()).isEqualTo(1);
    }
}
