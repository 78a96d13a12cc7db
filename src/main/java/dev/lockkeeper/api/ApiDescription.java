package dev.lockkeeper.api;

import dev.lockkeeper.ProblemBody;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the description at {@code /v3/api-docs} says of all calls alike; what is special to one stands at its controller. */
@Configuration(proxyBeanMethods = false)
class ApiDescription implements WebMvcConfigurer {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI description() {
        SecurityScheme token =
                new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
        return new OpenAPI()
                .info(new Info()
                        .title("Lockkeeper")
                        .version("v1")
                        .description(
                                "Errors are problem details with a stable code. Every change accepts Idempotency-Key."))
                .components(new Components().addSecuritySchemes("token", token))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    @Bean
    OpenApiCustomizer whatHoldsForAllCalls() {
        return api -> {
            // Here and not above: what no controller names is left out of the components before.
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths().values().forEach(path -> path.readOperationsMap()
                    .forEach((method, call) -> complete(call, method != PathItem.HttpMethod.GET)));
        };
    }

    /** With the slash that browsers and people add. */
    @Override
    public void addViewControllers(ViewControllerRegistry pages) {
        pages.addRedirectViewController("/swagger-ui/", "/swagger-ui/index.html");
    }

    private static void complete(Operation call, boolean changes) {
        MediaType problem = new MediaType().schema(new Schema<>().$ref(PROBLEM));
        call.getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("Refused, or failed")
                                .content(new Content().addMediaType(ProblemBody.MEDIA_TYPE, problem)));
        if (changes) {
            call.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .required(false)
                    .description("The same call with the same key again gets the answer of the first and does nothing.")
                    .schema(new StringSchema().maxLength(200)));
        }
    }

    /** As {@link ProblemBody} writes it. */
    private static Schema<?> problem() {
        Schema<?> finding = new ObjectSchema()
                .addProperty("line", new IntegerSchema())
                .addProperty("column", new IntegerSchema())
                .addProperty("path", new StringSchema())
                .addProperty("message", new StringSchema())
                .required(List.of("message"));
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("code", new StringSchema().description("stable; docs/errors.md lists them"))
                .addProperty("advice", new StringSchema())
                .addProperty("errors", new ArraySchema().items(finding))
                .required(List.of("type", "title", "status", "detail", "code", "advice"));
    }
}
