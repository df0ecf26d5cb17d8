package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.worker.link.ReturnFrame.Grant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CreditAccountTest {
    private static final Grant NOTHING_YET = new Grant(7, 0, 0, 0, 0);
    private static final Grant WINDOW = new Grant(7, 3, 128, 300, 4096);

    @Test
    void theFirstEmptyGrantNeverTakesBackALaterOneThatAnotherThreadBrings() throws InterruptedException {
        CreditAccount[] accounts =
                Stream.generate(CreditAccount::new).limit(500_000).toArray(CreditAccount[]::new);
        CountDownLatch together = new CountDownLatch(2);
        Thread linksThread = granting(accounts, NOTHING_YET, together, "links");
        Thread networkThread = granting(accounts, WINDOW, together, "network");
        linksThread.join();
        networkThread.join();

        assertThat(accounts).allMatch(account -> account.available() == 128);
    }

    private static Thread granting(CreditAccount[] accounts, Grant grant, CountDownLatch together, String name) {
        Thread thread = new Thread(
                () -> {
                    together.countDown();
                    while (together.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    for (CreditAccount account : accounts) {
                        account.granted(grant);
                    }
                },
                name);
        thread.start();
        return thread;
    }

    @Test
    void whatSeveralSeeAtOnceOnlyOneGets() throws InterruptedException {
        CreditAccount account = new CreditAccount();
        account.granted(new Grant(7, 0, 1_000_000, 0, Long.MAX_VALUE));
        LongAdder taken = new LongAdder();
        List<Thread> senders = Stream.generate(() -> new Thread(
                        () -> {
                            while (account.take(7, 1)) {
                                taken.add(7);
                            }
                        },
                        "sender"))
                .limit(4)
                .toList();
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(taken.sum()).isEqualTo(999_999);
        assertThat(account.available()).isEqualTo(1);
        assertThat(account.sentTuples()).isEqualTo(999_999);
    }

    @Test
    void withoutBytesNothingIsTaken() {
        CreditAccount account = new CreditAccount();
        account.granted(new Grant(7, 0, 100, 0, 10));

        assertThat(account.take(1, 11)).as("the last bytes may be overdrawn").isTrue();
        assertThat(account.take(1, 1)).isFalse();
    }

    @Test
    void aGrantThatComesAgainOrLateChangesNothing() {
        CreditAccount account = new CreditAccount();
        account.granted(WINDOW);
        account.sent(100, 1000);
        account.granted(WINDOW);
        account.granted(NOTHING_YET);

        assertThat(account.available()).isEqualTo(28);
        assertThat(account.outstanding()).isEqualTo(97);
    }
}
