package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

final class QueueTest {
    private final Owner owner = TestServer.owner();

    private static JsonNode next(Client client, String project, String... holding) {
        return client.post("/projects/" + project + "/next", Map.of("holding", List.of(holding)))
                .expect(200)
                .json()
                .path("assignment");
    }

    /** Names of items differ from person to person; no two texts are the same here. */
    private static String text(JsonNode assignment) {
        return assignment.path("item").path("fields").path("text").asString();
    }

    @Test
    void fiftyPeopleAtOnceNeverGetMoreLeasesThanTheOverlapAndNeverAnItemTwice() throws Exception {
        String project = owner.project(3);
        Items.add(project, 40);
        List<Client> people = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            people.add(owner.simulated(project, "Simulated " + i));
        }
        Map<String, Integer> answersOfItem = new ConcurrentHashMap<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = new ArrayList<>();
            for (Client person : people) {
                runs.add(executor.submit((Callable<Void>) () -> {
                    Map<String, Integer> mine = new HashMap<>();
                    for (JsonNode a = next(person, project); !a.isMissingNode(); a = next(person, project)) {
                        String item = a.path("item").path("id").asString();
                        assertThat(mine.merge(item, 1, Integer::sum)).isEqualTo(1);
                        person.put("/assignments/" + a.path("id").asString() + "/annotation", Items.good())
                                .expect(200);
                        answersOfItem.merge(text(a), 1, Integer::sum);
                    }
                    return null;
                }));
            }
            for (Future<Void> run : runs) {
                run.get();
            }
        }
        assertThat(answersOfItem)
                .hasSize(40)
                .allSatisfy((item, answers) -> assertThat(answers).isEqualTo(3));
        assertThat(Items.sql()
                        .sql("select count(*) from vote v join project p on p.id = v.project_id where p.key = ?")
                        .param(project)
                        .query(Long.class)
                        .single())
                .isEqualTo(120L);
    }

    @Test
    void theDatabaseItselfRefusesALeaseBeyondTheOverlap() {
        String project = owner.project(1);
        Items.add(project, 1);
        next(owner.simulated(project, "Simulated first"), project);
        owner.simulated(project, "Simulated second");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Items.sql().sql("""
                        insert into assignment (project_id, item_id, member_id, kind, state, leased_until)
                        select p.id, i.id, (select max(m.id) from member m where m.project_id = p.id), 'production', 'leased', now()
                        from project p join item i on i.project_id = p.id where p.key = ?
                        """).param(project).update()))
                .hasMessageContaining("no free place");
    }

    @Test
    void aReloadGetsTheSameItemBackAndAPrefetchGetsAnother() {
        String project = owner.project(1);
        Items.add(project, 3);
        Client person = owner.simulated(project, "Simulated reloader");
        JsonNode first = next(person, project);
        assertThat(next(person, project).path("id")).isEqualTo(first.path("id"));
        JsonNode second = next(person, project, first.path("id").asString());
        assertThat(second.path("item").path("id"))
                .isNotEqualTo(first.path("item").path("id"));
        next(person, project, first.path("id").asString(), second.path("id").asString());
        assertThat(person.post(
                                "/projects/" + project + "/next",
                                Map.of(
                                        "holding",
                                        List.of(
                                                first.path("id").asString(),
                                                second.path("id").asString(),
                                                UUID.randomUUID())))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAbandonedLeaseGoesBackIntoTheQueueAndALateAnswerIsRefusedOnceThePlaceIsTaken() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client slow = owner.simulated(project, "Simulated slow");
        Client quick = owner.simulated(project, "Simulated quick");
        JsonNode lease = next(slow, project);
        assertThat(next(quick, project).isMissingNode()).isTrue();
        Items.sql()
                .sql("update assignment set leased_until = now() - interval '1 second' where id = ?::uuid")
                .param(lease.path("id").asString())
                .update();
        JsonNode taken = next(quick, project);
        assertThat(text(taken)).isEqualTo(text(lease));
        quick.put("/assignments/" + taken.path("id").asString() + "/annotation", Items.good())
                .expect(200);
        assertThat(slow.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                        .expect(409)
                        .code())
                .isEqualTo("lease_lost");
    }

    @Test
    void aPlaceThatIsBeingPutBackIsWaitedForAndOneThatWasJustPutBackIsFound() throws Exception {
        String project = owner.project(1);
        Items.add(project, 1);
        Client slow = owner.simulated(project, "Simulated leaver");
        Client quick = owner.simulated(project, "Simulated arriver");
        JsonNode lease = next(slow, project);
        Items.sql()
                .sql("update assignment set leased_until = now() - interval '1 second' where id = ?::uuid")
                .param(lease.path("id").asString())
                .update();
        var transactions = TestServer.running().context().getBean(TransactionTemplate.class);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> taken = transactions.execute(status -> {
                Items.sql()
                        .sql("select release_expired(null)")
                        .query(Integer.class)
                        .single();
                Future<JsonNode> asking = executor.submit(() -> next(quick, project));
                assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> asking.get(200, TimeUnit.MILLISECONDS)))
                        .isInstanceOf(TimeoutException.class);
                return asking;
            });
            assertThat(text(taken.get())).isEqualTo(text(lease));
        }
        // Whoever searched before the other was done asks this next, and looks again unless it is none.
        assertThat(Items.sql()
                        .sql("select release_expired(id) from project where key = ?")
                        .param(project)
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void aLeaseThatWasGivenBackAndTakenAgainIsAlsoFoundWhenItIsAbandoned() {
        String project = owner.project(1);
        Items.add(project, 2);
        Client slow = owner.simulated(project, "Simulated returning");
        Client quick = owner.simulated(project, "Simulated patient");
        JsonNode lease = next(slow, project);
        String address = "/assignments/" + lease.path("id").asString();
        slow.delete(address).expect(204);
        slow.put("/assignments/" + next(slow, project).path("id").asString() + "/annotation", Items.good())
                .expect(200);
        slow.post(address + "/keep", null).expect(200);
        Items.sql()
                .sql("update assignment set leased_until = now() - interval '1 second' where id = ?::uuid")
                .param(lease.path("id").asString())
                .update();
        assertThat(text(next(quick, project))).isEqualTo(text(lease));
    }

    @Test
    void aLateAnswerIsTakenWhileThePlaceIsFree() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client slow = owner.simulated(project, "Simulated late");
        JsonNode lease = next(slow, project);
        Items.sql()
                .sql("update assignment set state = 'released' where id = ?::uuid")
                .param(lease.path("id").asString())
                .update();
        slow.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                .expect(200);
    }

    @Test
    void aSkippedItemGoesToSomebodyElseAndNotBackToWhoSkippedIt() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client one = owner.simulated(project, "Simulated skipper");
        Client other = owner.simulated(project, "Simulated other");
        JsonNode lease = next(one, project);
        one.put(
                        "/assignments/" + lease.path("id").asString() + "/annotation",
                        Map.of(
                                "saveId",
                                UUID.randomUUID(),
                                "outcome",
                                "skipped",
                                "answers",
                                Map.of(),
                                "skipReason",
                                "not a text",
                                "activeMs",
                                5,
                                "schemaVersion",
                                1,
                                "guidelineVersion",
                                1))
                .expect(200);
        assertThat(next(one, project).isMissingNode()).isTrue();
        assertThat(next(other, project).isMissingNode()).isFalse();
    }

    @Test
    void aLabelerWhoIsDoneIsToldWhetherOthersStillWork() {
        String project = owner.project(2);
        Items.add(project, 1);
        Client one = owner.simulated(project, "Simulated one");
        Client two = owner.simulated(project, "Simulated two");
        JsonNode lease = next(one, project);
        one.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                .expect(200);
        assertThat(one.post("/projects/" + project + "/next", Map.of())
                        .json()
                        .path("reason")
                        .asString())
                .isEqualTo("none_left_for_you");
        lease = next(two, project);
        two.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                .expect(200);
        assertThat(one.post("/projects/" + project + "/next", Map.of())
                        .json()
                        .path("reason")
                        .asString())
                .isEqualTo("all_done");
    }

    @Test
    void aPersonWhoAsksManyTimesAtOnceHoldsThreeItemsAtMostAndEveryAnswerIsAProperOne() throws Exception {
        String project = owner.project(1);
        Items.add(project, 60);
        Client person = owner.simulated(project, "Simulated hoarder");
        List<Integer> statuses = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Client.Answer>> calls = new ArrayList<>();
            for (int round = 0; round < 12; round++) {
                for (int i = 0; i < 8; i++) {
                    calls.add(executor.submit(
                            () -> person.post("/projects/" + project + "/next", Map.of("holding", held(project)))));
                }
                for (String lease : held(project)) {
                    calls.add(executor.submit(() -> person.delete("/assignments/" + lease)));
                    calls.add(executor.submit(() -> person.post("/assignments/" + lease + "/keep", Map.of())));
                }
            }
            for (Future<Client.Answer> call : calls) {
                statuses.add(call.get().status());
            }
        }
        assertThat(statuses).isSubsetOf(200, 204, 409);
        assertThat(held(project)).hasSizeLessThanOrEqualTo(3);
    }

    /** The live leases, as the database knows them. */
    private static List<String> held(String project) {
        return Items.sql()
                .sql("""
                select a.id::text from assignment a join project p on p.id = a.project_id
                where p.key = ? and a.state = 'leased'
                """)
                .param(project)
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void leasesThatWereGivenBackCannotBeTakenAgainBeyondTheLimit() {
        String project = owner.project(1);
        Items.add(project, 9);
        Client person = owner.simulated(project, "Simulated collector");
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String lease = next(person, project).path("id").asString();
            person.delete("/assignments/" + lease).expect(204);
            given.add(lease);
        }
        List<String> holding = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            holding.add(next(person, project, holding.toArray(String[]::new))
                    .path("id")
                    .asString());
        }
        for (String lease : given) {
            assertThat(person.post("/assignments/" + lease + "/keep", Map.of())
                            .expect(409)
                            .code())
                    .isEqualTo("too_many_leases");
        }
    }

    @Test
    void twoWhoKeepTheLastPlaceAtOnceGetItOnceAndAPlainRefusal() throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            String project = owner.project(1);
            Items.add(project, 1);
            List<Client> people =
                    List.of(owner.simulated(project, "Simulated a"), owner.simulated(project, "Simulated b"));
            List<String> leases = new ArrayList<>();
            for (Client person : people) {
                String lease = next(person, project).path("id").asString();
                person.delete("/assignments/" + lease).expect(204);
                leases.add(lease);
            }
            List<Integer> statuses = new ArrayList<>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Client.Answer>> calls = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    int who = i;
                    calls.add(executor.submit(
                            () -> people.get(who).post("/assignments/" + leases.get(who) + "/keep", Map.of())));
                }
                for (Future<Client.Answer> call : calls) {
                    statuses.add(call.get().status());
                }
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        }
    }

    private static long memberOf(JsonNode lease) {
        return Items.sql()
                .sql("select member_id from assignment where id = ?::uuid")
                .param(lease.path("id").asString())
                .query(Long.class)
                .single();
    }

    @Test
    void whatARemovedMemberHeldIsFreeAtOnceAndTheyCannotGiveItBackAnyMore() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client gone = owner.invite(project, "labeler");
        Client other = owner.simulated(project, "Simulated waiting");
        JsonNode lease = next(gone, project);
        assertThat(next(other, project).isMissingNode()).isTrue();
        owner.client()
                .delete("/projects/" + project + "/members/" + memberOf(lease))
                .expect(204);
        assertThat(text(next(other, project))).isEqualTo(text(lease));
        assertThat(gone.delete("/assignments/" + lease.path("id").asString())
                        .expect(403)
                        .code())
                .isEqualTo("member_removed");
    }

    @Test
    void whatADisabledAccountHeldIsFreeAtOnce() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client gone = owner.invite(project, "labeler");
        JsonNode lease = next(gone, project);
        UUID account = Items.sql()
                .sql("select account_id from member where id = ?")
                .param(memberOf(lease))
                .query(UUID.class)
                .single();
        owner.client().post("/accounts/" + account + "/disable", null).expect(204);
        assertThat(text(next(owner.simulated(project, "Simulated heir"), project)))
                .isEqualTo(text(lease));
    }

    @Test
    void anItemOnlyLeasedToSomebodyElseIsNotSaidToBeAnswered() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client slow = owner.simulated(project, "Simulated slow again");
        JsonNode lease = next(slow, project);
        slow.delete("/assignments/" + lease.path("id").asString()).expect(204);
        next(owner.simulated(project, "Simulated holder"), project);
        Client.Answer refused = slow.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                .expect(409);
        assertThat(refused.code()).isEqualTo("lease_lost");
        assertThat(refused.raw().body()).doesNotContain("answered");
    }

    private void inputs(String project, String... fields) {
        owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        java.util.Arrays.stream(fields)
                                                .map(field -> Map.of("id", field, "type", "text", "field", field))
                                                .toList(),
                                        "questions",
                                        List.of(Map.of(
                                                "id",
                                                "sentiment",
                                                "type",
                                                "choice",
                                                "options",
                                                List.of("good", "bad"))))))
                .expect(200);
    }

    @Test
    void aFieldThatTheSchemaNoLongerShowsReachesNoLabeler() {
        String project = owner.project(1);
        Items.add(project, 2);
        Items.sql().sql("""
                update item set fields = fields || jsonb_build_object('note',
                    case when key = 'k1' then 'told in confidence' else repeat('told in confidence ', 9000) end)
                where project_id = (select id from project where key = ?)
                """).param(project).update();
        inputs(project, "text", "note");
        Client person = owner.simulated(project, "Simulated curious");
        JsonNode held = next(person, project);
        assertThat(held.path("item").path("fields").has("note")).isTrue();
        inputs(project, "text");
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            Client.Answer lease =
                    person.post("/projects/" + project + "/next", Map.of()).expect(200);
            String address =
                    "/assignments/" + lease.json().path("assignment").path("id").asString() + "/annotation";
            person.put(address, Items.good()).expect(200);
            read.append(lease.raw().body())
                    .append(person.get(address).expect(200).raw().body());
        }
        read.append(
                person.get("/projects/" + project + "/mine").expect(200).raw().body());
        assertThat(read.toString()).contains("text number 1", "text number 2").doesNotContain("confidence", "note");
    }

    @Test
    void nobodyIsHandedAnItemOfADeletedProject() {
        String project = owner.project(1);
        Items.add(project, 1);
        owner.client().delete("/projects/" + project).expect(204);
        assertThat(owner.client()
                        .post("/projects/" + project + "/next", Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("project_deleted");
    }

    @Test
    void aPausedProjectHandsOutNothingNewAndTakesWhatIsOnTheScreen() {
        String project = owner.project(1);
        Items.add(project, 3);
        Client person = owner.invite(project, "labeler");
        JsonNode held = next(person, project);
        owner.client().patch("/projects/" + project, Map.of("paused", true)).expect(200);
        JsonNode asked = person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json();
        assertThat(asked.has("assignment")).isFalse();
        assertThat(asked.path("reason").asString()).isEqualTo("paused");
        JsonNode listed =
                person.get("/projects").expect(200).json().path("projects").get(0);
        assertThat(listed.path("paused").asBoolean()).isTrue();
        assertThat(listed.path("openForMe").asBoolean()).isFalse();
        person.post("/assignments/" + held.path("id").asString() + "/keep", Map.of())
                .expect(200);
        person.put("/assignments/" + held.path("id").asString() + "/annotation", Items.good())
                .expect(200);
        owner.client().patch("/projects/" + project, Map.of("paused", false)).expect(200);
        assertThat(next(person, project).isMissingNode()).isFalse();
    }
}
