<#-- What the mails of Flow Shield share, HTML and text. -->

<#function userReason code>
  <#local key = "flowshield.reason." + code + ".user">
  <#local text = msg(key)?string>
  <#if text == key>
    <#return msg("flowshield.reason.OTHER.user")?string>
  </#if>
  <#return text>
</#function>

<#function userReasons codes>
  <#local texts = []>
  <#list codes as code>
    <#local text = userReason(code)>
    <#if !texts?seq_contains(text)>
      <#local texts = texts + [text]>
    </#if>
  </#list>
  <#return texts>
</#function>

<#function greeting>
  <#if (user.firstName)?has_content>
    <#return msg("flowshield.mail.greetingName", user.firstName)?string>
  </#if>
  <#return msg("flowshield.mail.greeting")?string>
</#function>

<#-- A link's life in whole hours, at least one. linkExpiration is in minutes, as in Keycloak's own mails. -->
<#function hours minutes>
  <#return [1, (minutes / 60)?ceiling]?max>
</#function>

<#-- A browser and its system, as far as they are known. -->
<#function device browser system>
  <#if browser?has_content && system?has_content>
    <#return browser + ", " + system>
  <#elseif browser?has_content || system?has_content>
    <#return browser + system>
  </#if>
  <#return msg("flowshield.mail.alert.deviceUnknown")?string>
</#function>
