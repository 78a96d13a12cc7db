package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
class UsersTest {

    @Autowired
    People people;

    @Test
    void theBootstrapTokenIsAnAdminWithEveryRole() {
        var me = people.admin().get("/me").expect(200);
        assertThat(me.text("/username")).isEqualTo("admin");
        assertThat(me.json().at("/roles").toString())
                .isEqualTo("[\"admin\",\"approver\",\"auditor\",\"author\",\"operator\",\"viewer\"]");
    }

    @Test
    void aUserHasTheRolesThatAnAdminGave() {
        var eve = people.somebody("eve", "operator@prod", "viewer@team:accounts");
        assertThat(eve.get("/me").expect(200).json().at("/roles").toString())
                .isEqualTo("[\"operator@prod\",\"viewer@team:accounts\"]");
        people.admin().patch("/users/eve", Map.of("roles", new String[] {"viewer"})).expect(200);
        assertThat(eve.get("/me").expect(200).json().at("/roles").toString()).isEqualTo("[\"viewer\"]");
    }
}
