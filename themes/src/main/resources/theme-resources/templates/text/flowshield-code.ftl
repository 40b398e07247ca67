<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.code.intro", realmName)}

${code}

${msg("flowshield.mail.code.expiry", minutes)}

<#assign why = parts.userReasons(flowshieldReasons![])>
<#if why?has_content>
${msg("flowshield.mail.code.why")}
<#list why as text>
- ${text}
</#list>

</#if>
${msg("flowshield.mail.code.warning")}
