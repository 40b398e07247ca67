<#-- What the pages of Flow Shield share. It works inside any login theme: it asks nothing of the theme's
     own macros but the layout. -->

<#-- The style sheet of these pages; browsers accept it in the body. -->
<#macro styles>
  <link rel="stylesheet" href="${url.resourcesPath}/css/flowshield.css">
</#macro>

<#-- A reason's text for the person at the form; a code without a text gets the general one. -->
<#function userReason code>
  <#local key = "flowshield.reason." + code + ".user">
  <#local text = msg(key)?string>
  <#if text == key>
    <#return msg("flowshield.reason.OTHER.user")?string>
  </#if>
  <#return text>
</#function>

<#-- The texts of several reasons, each text once: signals that must not be told apart share one. -->
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

<#-- The list of steps. A held or withdrawn registration has no place in it. -->
<#macro progress phase>
  <#local order = ["CHECK", "EMAIL", "SERVICES", "READY"]>
  <#local places = {"FRAUD_CHECK": 0, "ACCOUNT": 0, "AWAITING_EMAIL": 1, "PROVISIONING": 2, "FINALISING": 3, "FINALISED": 4}>
  <#local place = places[phase]!-1>
  <ol class="flowshield-progress" id="flowshield-progress" aria-label="${msg("flowshield.pending.progress")}"<#if place < 0> hidden</#if>
      data-done="${msg("flowshield.step.done")}" data-current="${msg("flowshield.step.current")}" data-todo="${msg("flowshield.step.todo")}">
    <#list order as step>
      <#local state = (step?index < place)?then("done", (step?index == place)?then("current", "todo"))>
      <li data-state="${state}"<#if state == "current"> aria-current="step"</#if>>
        <span>${msg("flowshield.step." + step)}<span class="flowshield-sr">: <span class="flowshield-step-state">${msg("flowshield.step." + state)}</span></span></span>
      </li>
    </#list>
  </ol>
</#macro>

<#-- The sentence for a phase; an unknown one gets the general sentence. -->
<#function phaseText phase>
  <#local key = "flowshield.phase." + phase>
  <#local text = msg(key)?string>
  <#if text == key>
    <#return msg("flowshield.pending.title")?string>
  </#if>
  <#return text>
</#function>
