const id=5725,ids=[5725,7354],modules={7354:((__unused_webpack___webpack_module__,__webpack_exports__,__webpack_require__)=>{__webpack_require__.d(__webpack_exports__,{Bs:()=>_python_index_js__WEBPACK_IMPORTED_MODULE_0__.Bs,GG:()=>_python_index_js__WEBPACK_IMPORTED_MODULE_0__.GG,Gk:()=>ownNodes,IC:()=>whenDefined,Id:()=>isTask,NY:()=>methodOf,Rk:()=>selfAttribute,Si:()=>keyword,Tn:()=>_python_index_js__WEBPACK_IMPORTED_MODULE_0__.Tn,Tz:()=>callsIn,V6:()=>reached,VO:()=>isConstant,aA:()=>isSuperCall,aY:()=>isBytes,b6:()=>textOf,codeOf:()=>codeOf,vn:()=>functionsIn});var _python_index_js__WEBPACK_IMPORTED_MODULE_0__=__webpack_require__(53994);const ROLES=[[/Sensor(Operator|Base)?$|^BaseSensor/,"sensor"],[/Operator(Base)?$|^BaseOperator/,"operator"],[/Trigger$/,"trigger"],[/Hook$/,"hook"]],AIRFLOWS_OWN=/^(BaseOperator|BaseSensorOperator|BaseHook|BaseTrigger|LoggingMixin|ABC|object|Generic.*|Protocol)$/;function codeOf(module){const names=new Map;for(const{module:from,name,bound,level}of module.imports)level>0||names.set(bound,name===void 0?from.startsWith(`${bound}.`)?bound:from:`${from}.${name}`);const byName=new Map(module.classes.map(one=>[one.name,one]));return{module,classes:module.classes.map(one=>roled(one,byName)),nameOf:node=>{const name=(0,_python_index_js__WEBPACK_IMPORTED_MODULE_0__.Bs)(node);if(name===void 0)return;const[head="",...rest]=name.split(".");return[names.get(head)??head,...rest].join(".")}}}function roled(one,byName){const above=[],bases=[],open=[...one.bases];for(let base=open.shift();base!==void 0;base=open.shift()){const here=byName.get(base);here===void 0||here===one||above.includes(here)?bases.push(lastOf(base)):(above.push(here),open.push(...here.bases))}const role=roleOf(bases)??"other";return{...one,role,above,known:bases.every(base=>AIRFLOWS_OWN.test(base))}}function roleOf(bases){for(const[pattern,role]of ROLES)if(bases.some(base=>pattern.test(base)))return role}function lastOf(base){return base.replace(/\[.*$/s,"").split(".").at(-1)??base}function isTask({role}){return role==="operator"||role==="sensor"}function methodOf(one,name){for(const{methods}of[one,...one.above]){const found=methods.findLast(method=>method.name===name);if(found!==void 0)return found}}function ownNodes(scope){return(scope.nodeType==="Lambda"?[scope.body]:scope.body).flatMap(reached)}function reached(node){return node.nodeType==="Lambda"?[node]:isFunctionNode(node)?[node,...whenDefined(node)]:[node,...below(node).flatMap(reached)]}function whenDefined(node){const defaults=[...node.args.defaults,...node.args.kw_defaults].filter(value=>value!=null);return[...node.decorator_list,...defaults].flatMap(reached)}function isFunctionNode(node){return node.nodeType==="FunctionDef"||node.nodeType==="AsyncFunctionDef"}function below(node){const found=[];for(const[field,value]of Object.entries(node))if(!(field==="annotation"||field==="returns"))for(const item of Array.isArray(value)?value:[value])typeof item=="object"&&item!==null&&"nodeType"in item&&found.push(item);return found}function callsIn(nodes){return nodes.filter(node=>node.nodeType==="Call")}function functionsIn(code){return[...code.module.functions.map(fn=>({fn})),...code.classes.flatMap(of=>of.methods.map(fn=>({fn,of})))]}function isSuperCall({func},method){if(func.nodeType!=="Attribute"||func.attr!==method)return!1;const{value}=func;return value.nodeType==="Call"&&value.func.nodeType==="Name"&&value.func.id==="super"}function selfAttribute(node){if(!(node.nodeType!=="Attribute"||node.value.nodeType!=="Name"||node.value.id!=="self"))return node.attr}function textOf(node){if(!(node?.nodeType!=="Constant"||typeof node.value!="string"))return isBytes(node)?void 0:node.value}function isBytes(node){const style=node.nodeType==="Constant"?node.quote_style:void 0;return style!==void 0&&/b/i.test(style.replace(/["'].*$/s,""))}function keyword(call,name){return call.keywords.find(({arg})=>arg===name)?.value}function isConstant(node,value){return node?.nodeType==="Constant"&&node.value===value}}),15725:((__unused_webpack___webpack_module__,__webpack_exports__,__webpack_require__)=>{__webpack_require__.d(__webpack_exports__,{y:()=>RULES});var rules_code=__webpack_require__(7354);const NETWORK=/^(requests\.(get|post|put|patch|delete|head|request)|httpx\.(get|post|put|patch|delete|head|request|stream)|urllib\.request\.(urlopen|urlretrieve)|urllib3\.request|socket\.(create_connection|getaddrinfo|gethostbyname)|http\.client\.HTTPS?Connection|smtplib\.SMTP(_SSL)?|ftplib\.FTP(_TLS)?|sqlite3\.connect|psycopg2?\.connect|pymysql\.connect|boto3\.(client|resource))$/,SETTINGS=/(^|\.)(Variable\.get|BaseHook\.get_connection|BaseHook\.get_hook|Connection\.get_connection_from_secrets)$/,FILES=/^(open|io\.open|os\.(makedirs|mkdir|remove|unlink|rename|rmdir|listdir|scandir|walk|stat|access)|os\.path\.(l?exists|isfile|isdir|get[acm]time|getsize)|glob\.i?glob|shutil\.\w+|tempfile\.(mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile))$/,FILE_METHODS=new Set(["read_text","write_text","read_bytes","write_bytes"]),PATH_METHODS=/^(exists|is_file|is_dir|iterdir|glob|rglob|open|mkdir|touch|unlink|stat)$/,PROCESSES=/^(subprocess\.(run|call|check_call|check_output|Popen)|os\.(system|popen))$/;function accessOf(call,code){const name=code.nameOf(call.func)??"";if(NETWORK.test(name))return`the network (${name})`;if(SETTINGS.test(name))return name.endsWith("Variable.get")?"an Airflow Variable":"a connection";if(PROCESSES.test(name))return`another program (${name})`;if(FILES.test(name))return`files (${name})`;const{func}=call;if(func.nodeType!=="Attribute")return;if(FILE_METHODS.has(func.attr))return`files (${func.attr})`;if(PATH_METHODS.test(func.attr)&&isPath(func.value,code))return`files (${func.attr})`;if(func.value.nodeType==="Name"&&func.value.id==="self"&&func.attr==="get_connection")return"a connection"}function isPath(node,code){return node.nodeType==="Call"&&/^pathlib\.Path$/.test(code.nameOf(node.func)??"")}function isBesideModule(call,code){return/__file__|files\(__package__|importlib\.resources/.test(code.module.slice(call))}const CONSTRUCT_ACCESS={code:"AS4119",tier:"contract",severity:"error",title:"The constructor reaches outside",why:"A task is constructed each time its DAG is parsed, in processes that have no business with its connection, and long before it runs. A request or a look at a connection there slows the scheduler and fails where the service is away.",next:"Keep the arguments in the constructor, and reach outside in `execute`, `poke` or a method of the hook.",shownBy:["AS4144","AS4202","AS4203"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.host = BaseHook.get_connection(http_conn_id).host
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return BaseHook.get_connection(self.http_conn_id).host
`,check:code=>code.classes.flatMap(({init,role})=>init===void 0||role==="other"?[]:(0,rules_code.Tz)((0,rules_code.Gk)(init.node)).flatMap(call=>{const what=accessOf(call,code);if(what===void 0||isBesideModule(call,code))return[];const severity=role==="hook"&&/^(a connection|files)/.test(what)?"warning":"error";return[{node:call,severity,message:`the constructor reaches for ${what}`}]}))},IMPORT_ACCESS={code:"AS4118",tier:"contract",severity:"error",title:"Importing the module reaches outside",why:"Airflow imports a module each time it parses a DAG, every half minute in each of its processes. What stands at the top of a module, in a class body or in a default runs then: requests, connections, Variables and files do not belong there.",next:"Move it into `execute`, `poke` or a method of the hook.",shownBy:["AS4143","AS4201"],wrong:`import requests
from airflow.models import BaseOperator

RATES = requests.get("https://rates.example/today", timeout=5).json()


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return RATES["NOK"]
`,right:`import requests
from airflow.models import BaseOperator


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()["NOK"]
`,check:code=>code.classes.every(({role})=>role==="other")?[]:(0,rules_code.Tz)(code.module.tree.body.flatMap(atImport)).flatMap(call=>{const what=accessOf(call,code);return what===void 0||isBesideModule(call,code)?[]:[{node:call,message:`importing the module reaches for ${what}`}]})};function atImport(statement){if((0,rules_code.Tn)(statement))return(0,rules_code.IC)(statement);if(statement.nodeType==="ClassDef")return[...statement.decorator_list.flatMap(rules_code.V6),...statement.body.flatMap(atImport)];if(statement.nodeType==="If"){const{test}=statement;return test.nodeType==="Compare"&&test.left.nodeType==="Name"&&test.left.id==="__name__"?[]:[...(0,rules_code.V6)(test),...[...statement.body,...statement.orelse].flatMap(atImport)]}return(0,rules_code.V6)(statement)}const LAZY_HOOK={code:"AS4121",tier:"contract",severity:"warning",title:"A hook is made in the constructor",why:"The constructor runs whenever the DAG is parsed. A hook made there may look up its connection in the scheduler, cannot use rendered values, and is copied and serialized with the task.",next:"Make the hook in `execute`, or in a `cached_property`.",shownBy:["AS4144"],wrong:`from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.hook = HttpHook(http_conn_id=http_conn_id)
`,right:`from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return HttpHook(http_conn_id=self.http_conn_id).run("/").text
`,check:code=>code.classes.flatMap(one=>!(0,rules_code.Id)(one)||one.init===void 0?[]:constructing(one).flatMap(call=>{const name=code.nameOf(call.func)?.split(".").at(-1)??"";return/^[A-Z]\w*Hook$/.test(name)?[{node:call,message:`the constructor makes a ${name}`}]:[]}))};function constructing(one){const calls=[],seen=new Set,open=one.init?[one.init]:[];for(let fn=open.shift();fn!==void 0;fn=open.shift())if(!seen.has(fn)){seen.add(fn);for(const call of(0,rules_code.Tz)((0,rules_code.Gk)(fn.node))){calls.push(call);const name=(0,rules_code.Rk)(call.func),called=name===void 0?void 0:(0,rules_code.NY)(one,name);called!==void 0&&open.push(called)}}return calls}var python=__webpack_require__(53994);const MUTABLE_DEFAULT={code:"AS4120",tier:"contract",severity:"error",title:"A list or dict that all objects share",why:"A default value is made once, when the function is defined, and a class attribute once for the class. Whoever changes it changes it for every task of the process.",next:"Write `= None` in the signature and make a fresh one inside; assign lists and dicts to `self` in the constructor.",shownBy:["AS4002"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] = [], **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,check:code=>[...(0,rules_code.vn)(code).flatMap(({fn,of})=>of?.role==="other"?[]:defaultsOf(fn,emptyConstants(code))),...code.classes.flatMap(one=>one.role==="other"?[]:sharedAttributes(one))]},READ_ONLY=/^(collections\.abc\.|typing\.)?(Sequence|Mapping|Iterable|Collection|Container|AbstractSet)\b/;function emptyConstants({module}){const names=new Set;for(const statement of module.tree.body){const targets=statement.nodeType==="Assign"?statement.targets:statement.nodeType==="AnnAssign"?[statement.target]:[],value=targets.length>0&&"value"in statement?statement.value:void 0;if(!(!value||!isMutable(value)||!isEmpty(value)))for(const target of targets)target.nodeType==="Name"&&names.add(target.id)}return names}function isEmpty(node){return node.nodeType==="List"||node.nodeType==="Set"?node.elts.length===0:node.nodeType==="Dict"?node.keys.length===0:node.nodeType==="Call"&&node.args.length===0&&node.keywords.length===0}function defaultsOf({node,parameters},empty){const{args,name}=node,plain=[...args.posonlyargs,...args.args];return[...args.defaults.map((value,index)=>[plain[plain.length-args.defaults.length+index],value]),...args.kwonlyargs.map((arg,index)=>[arg,args.kw_defaults[index]])].flatMap(([arg,value])=>{const annotation=parameters.find(parameter=>parameter.name===arg?.arg)?.annotation??"",shared=value&&(isMutable(value)||value.nodeType==="Name"&&empty.has(value.id));return!value||!shared||READ_ONLY.test(annotation)?[]:[{node:value,message:`a default of ${name} is shared by all calls`}]})}function isMutable(node){return["List","Dict","Set","ListComp","DictComp","SetComp"].includes(node.nodeType)?!0:node.nodeType==="Call"&&["list","dict","set"].includes((0,python.Bs)(node.func)??"")}const CHANGES=new Set(["append","extend","insert","update","setdefault","add","pop","clear","remove"]);function sharedAttributes({attributes,methods,role}){const nodes=methods.flatMap(({node})=>(0,python.GG)(node)),replaced=new Set(nodes.flatMap(node=>node.nodeType==="Attribute"&&node.ctx.nodeType==="Store"?[(0,rules_code.Rk)(node)]:[]));return nodes.flatMap(node=>{const name=changedAttribute(node),value=name===void 0?void 0:attributes.get(name);if(value===void 0||!isMutable(value)||replaced.has(name))return[];const isLookup=role==="hook"||!["List","ListComp"].includes(value.nodeType);return/cache/i.test(name??"")&&isLookup?[]:[{node,message:`\`self.${name}\` is a class attribute, and is changed for all objects`}]})}function changedAttribute(node){return node.nodeType==="Call"&&node.func.nodeType==="Attribute"&&CHANGES.has(node.func.attr)?(0,rules_code.Rk)(node.func.value):node.nodeType==="Subscript"&&node.ctx.nodeType!=="Load"?(0,rules_code.Rk)(node.value):void 0}const RAW_TEMPLATE={code:"AS4117",tier:"contract",severity:"error",title:"The constructor works on a templated input",why:"A templated input is Jinja text (or an XCom of another task) until the task runs. Converting it, looking into it or comparing it in the constructor fails for every DAG that uses a template there, even where plain values pass.",next:"Assign the raw argument, and convert and check it in `execute` or `poke`.",shownBy:["AS4208"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = int(amount)
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def execute(self, context):
        return int(self.amount)
`,check:(code,spec)=>code.classes.flatMap(one=>{if(!(0,rules_code.Id)(one)||one.init===void 0)return[];const promised=spec?.name===one.name?spec.inputs.filter(({template})=>template):[],templated=new Set([...one.templateFields??[],...promised.map(({name})=>name)]),names=one.init.parameters.map(({name})=>name).filter(name=>templated.has(name));return names.length===0?[]:worksOn(one.init.node,new Set(names),code)})},CONVERSIONS=/^(int|float|complex|bytes|list|tuple|set|dict|sorted|sum|min|max|len|abs|round|range|enumerate|iter|next|zip|json\.loads|json\.dumps|datetime\.(datetime\.)?(fromisoformat|strptime)|re\.(match|fullmatch|search|compile)|yaml\.safe_load|uuid\.UUID|pathlib\.Path|Path|urllib\.parse\.(urlsplit|urlparse))$/;function worksOn(init,names,code){const found=[],guarded=guardedNodes(init,names),reassigned=reassignedIn(init);for(const node of(0,rules_code.Gk)(init)){if(guarded.has(node))continue;const used=workOn(node,names,code);if(used===void 0||reassigned.has(used.name))continue;const{severity}=used;found.push({node,...severity?{severity}:{},message:`the constructor ${used.how} \`${used.name}\`, which is templated`})}return found.slice(0,3)}function workOn(node,names,code){const name=inner=>templatedName(inner,names);if(node.nodeType==="Call"){const argument=name(node.args[0]),called=code.nameOf(node.func)??"";if(argument!==void 0&&node.args.length>0&&CONVERSIONS.test(called))return{name:argument,how:`converts (${called})`};const on=node.func.nodeType==="Attribute"?name(node.func.value):void 0;return on===void 0?void 0:{name:on,how:"calls a method of"}}if(node.nodeType==="Subscript")return named(name(node.value),"looks into");if(node.nodeType==="BinOp")return named(name(node.left)??name(node.right),"calculates with");if(node.nodeType==="Compare")return node.ops.some(({nodeType})=>["Lt","LtE","Gt","GtE","In","NotIn"].includes(nodeType))?named([node.left,...node.comparators].map(name).find(Boolean),"compares"):void 0;if(node.nodeType==="BoolOp"&&node.op.nodeType==="Or"){const[given,other]=node.values,by=other?.nodeType==="Constant"&&!!other.value?named(name(given),"puts a default in the place of"):void 0;return by&&{...by,severity:"warning"}}if(node.nodeType==="For")return named(name(node.iter),"loops over")}function named(name,how){return name===void 0?void 0:{name,how}}function templatedName(node,names){if(node?.nodeType==="Name"&&names.has(node.id))return node.id;const attribute=node?(0,rules_code.Rk)(node):void 0;return attribute!==void 0&&names.has(attribute)?attribute:void 0}function guardedNodes(init,names){const guarded=new Set,checks=node=>(0,rules_code.GG)(node).some(inner=>inner.nodeType==="Call"&&inner.func.nodeType==="Name"&&["isinstance","callable","hasattr","type"].includes(inner.func.id)&&templatedName(inner.args[0],names)!==void 0);for(const node of(0,rules_code.GG)(init))if((node.nodeType==="If"||node.nodeType==="IfExp"||node.nodeType==="BoolOp")&&checks(node))for(const inner of(0,rules_code.GG)(node))guarded.add(inner);return guarded}function reassignedIn(init){const names=new Set;for(const node of(0,rules_code.Gk)(init))node.nodeType==="Name"&&node.ctx.nodeType==="Store"&&names.add(node.id);return names}const REQUIRED_FIRST={code:"AS4113",tier:"contract",severity:"warning",title:"A required argument stands after an optional one",why:"People read a signature from its start: what must be given comes first, then what may be. Behind `*` Python does not enforce that order.",next:"Move the required arguments to the front, in the order of the spec.",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, retries_left: int = 3, source: str, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, retries_left: int = 3, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,check:({classes})=>classes.flatMap(({init,role})=>{if(init===void 0||role==="other")return[];const named2=init.parameters.filter(({kind})=>kind==="keyword"),firstOptional=named2.findIndex(parameter=>parameter.default!==void 0),late=named2.find((parameter,index)=>parameter.default===void 0&&index>firstOptional);if(firstOptional<0||late===void 0)return[];const node=init.node.args.kwonlyargs.find(({arg})=>arg===late.name)??init.node,before=named2[firstOptional]?.name;return[{node,message:`\`${late.name}\` is required, but stands after \`${before}\`, which is not`}]})},BODY=`        self.source = source
`,SUPER_INIT={code:"AS4114",tier:"contract",severity:"error",title:"The constructor does not call the one of its base class",why:"The base class sets what Airflow works with: `task_id`, retries, the DAG; a trigger\u2019s task instance; a hook\u2019s logger. Without the call the object has none of it, and some of that only shows when a scheduler looks.",next:"Begin the constructor with `super().__init__(**kwargs)` (without arguments in a hook or trigger that takes none).",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
${BODY}`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
${BODY}`,check:({classes})=>classes.flatMap(one=>{if(one.init===void 0||!((0,rules_code.Id)(one)||one.role==="trigger"))return[];if(baseCalls(one).length>0||one.init.node.body.at(-1)?.nodeType==="Raise")return[];const severity=one.role==="trigger"?"warning":"error";return[{node:one.init.node,severity,message:`${one.name}.__init__ never calls super().__init__`}]})};function baseCalls({init}){return init===void 0?[]:(0,rules_code.Tz)((0,rules_code.Gk)(init.node)).filter(call=>{if((0,rules_code.aA)(call,"__init__"))return!0;const{func,args}=call;return func.nodeType==="Attribute"&&func.attr==="__init__"&&args[0]?.nodeType==="Name"&&args[0].id==="self"})}const SUPER_KWARGS={code:"AS4115",tier:"contract",severity:"error",title:"The constructor keeps `**kwargs` to itself",why:"`task_id`, `retries`, `pool` and all of Airflow\u2019s other arguments arrive in `**kwargs`. When they are not handed to the base class, the task has no id, or what a DAG asks for is dropped in silence.",next:"Call `super().__init__(**kwargs)`.",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(task_id="copy")
        self.source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,check:({classes})=>classes.flatMap(one=>{const rest=one.init?.node.args.kwarg?.arg,calls=baseCalls(one);if(!(0,rules_code.Id)(one)||rest===void 0||calls.length===0||one.init===void 0)return[];const handed=calls.some(call2=>mentions(call2,rest))||calls.some(({keywords})=>keywords.some(spreads)),kept=(0,rules_code.GG)(one.init.node).some(node=>isAssigned(node,rest));if(handed||kept)return[];const[call]=calls;return call?[{node:call,message:`super().__init__ is called without **${rest}`}]:[]})};function mentions(node,name){return(0,rules_code.GG)(node).some(inner=>inner.nodeType==="Name"&&inner.id===name)}function spreads({arg}){return arg==null}function isAssigned(node,name){return node.nodeType!=="Assign"||!mentions(node.value,name)?!1:node.targets.some(target=>(0,rules_code.Rk)(target)!==void 0)}const TEMPLATE_ATTRIBUTE={code:"AS4116",tier:"contract",severity:"error",title:"A template field names no attribute",why:"Airflow reads each name in `template_fields` as an attribute of the task, to render and to show it. One that nothing assigns fails when the task is rendered or serialized.",next:"Assign the raw argument to an attribute of exactly that name in the constructor, or take the name out.",shownBy:["AS4106","AS4202","AS4203","AS4204","AS4208"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self._source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,check:({classes})=>classes.flatMap(one=>{const node=one.attributes.get("template_fields")??one.node,text=(0,rules_code.Id)(one)?(0,rules_code.b6)(node):void 0;if(text!==void 0)return[{node,severity:"warning",message:"`template_fields` is a text, not a tuple of names",remedy:`Write \`template_fields = ("${text}",)\`: a comma makes it a tuple.`}];if(!(0,rules_code.Id)(one)||!one.known||one.templateFields===void 0)return[];const assigned=attributesOf(one);return one.templateFields.filter(name=>!assigned.has(name)).map(name=>({node,message:`no attribute \`${name}\` is ever assigned`}))})};function attributesOf(one){const names=new Set;for(const{attributes,methods,node}of[one,...one.above]){for(const name of attributes.keys())names.add(name);for(const{name}of methods)names.add(name);for(const inner of(0,rules_code.GG)(node)){const name=(0,rules_code.Rk)(inner);if(name!==void 0&&inner.nodeType==="Attribute"&&inner.ctx.nodeType==="Store"&&names.add(name),setsByName(inner))return EVERY}}return names}function setsByName(node){return node.nodeType==="Name"?node.id==="setattr"||node.id==="vars":node.nodeType==="Attribute"&&["__setattr__","__dict__"].includes(node.attr)}const EVERY=Object.assign(new Set,{has:()=>!0}),SECRET_NAME=/^(.*_)?(password|passwd|secret|api_?key|access_?token|auth_?token|bearer_?token|refresh_?token|secret_?key|private_?key|client_secret|secret_access_key)$/i,SECRET_KEY=new RegExp(`${SECRET_NAME.source}|^(.*_)?token$|^authorization$`,"i"),KEEPS=/(^|\.)(str|repr|dict|list|tuple|format|quote|quote_plus|urlencode|b64encode|standard_b64encode|dumps|encode|decode|strip|join|copy|deepcopy|get_uri|lower|upper|removeprefix|rstrip|lstrip)$/;class SecretFlow{#code;#attributes=new Set;#methods=new Set;constructor(code,of){this.#code=code;const methods=of?.methods??[];for(let round=0;round<2;round+=1)for(const{node}of methods)this.#learn(node)}locals(fn){const locals={secrets:new Set,connections:new Set};for(const node of(0,rules_code.Gk)(fn)){const value="value"in node?node.value:void 0;if(!value||!["Assign","AnnAssign","NamedExpr","AugAssign"].includes(node.nodeType))continue;const secret=this.holds(value,locals),connection=this.#isConnection(value,locals);for(const target of targetsOf(node)){const place=target.nodeType==="Subscript"?target.value:target;place.nodeType==="Name"&&(secret&&locals.secrets.add(place.id),connection&&locals.connections.add(place.id))}}return locals}holds(node,locals){const inside=inner=>!!inner&&this.holds(inner,locals);switch(node.nodeType){case"Name":return locals.secrets.has(node.id);case"Attribute":return this.#attributeHolds(node,locals);case"JoinedStr":case"BoolOp":return node.values.some(inside);case"FormattedValue":case"Starred":case"Await":return inside(node.value);case"BinOp":return inside(node.left)||inside(node.right);case"Dict":return node.values.some(inside);case"List":case"Tuple":case"Set":return node.elts.some(inside);case"IfExp":return inside(node.body)||inside(node.orelse);case"Subscript":return this.#itemHolds(node.value,(0,rules_code.b6)(node.slice),locals);case"Call":return this.#callHolds(node,locals);default:return!1}}#learn(fn){const locals=this.locals(fn);for(const node of(0,rules_code.Gk)(fn))if(node.nodeType==="Return"&&node.value&&this.holds(node.value,locals)&&this.#methods.add(fn.name),!(node.nodeType!=="Assign"||!this.holds(node.value,locals)))for(const target of node.targets){const name=(0,rules_code.Rk)(target);name!==void 0&&this.#attributes.add(name)}}#attributeHolds(node,locals){const own=(0,rules_code.Rk)(node);return own!==void 0?this.#attributes.has(own)||this.#methods.has(own)&&!this.#isMethod(own):["password","extra","extra_dejson","get_password","get_extra"].includes(node.attr)&&this.#isConnection(node.value,locals)}#isMethod(name){return!this.#code.classes.some(({methods})=>methods.some(one=>one.name===name&&one.decorators.some(text=>/property$/.test(text))))}#itemHolds(container,key,locals){return this.#isExtras(container,locals)?key!==void 0&&SECRET_KEY.test(key):this.holds(container,locals)&&(key===void 0||SECRET_KEY.test(key))}#callHolds(call,locals){const{func}=call;if(func.nodeType==="Attribute"){const own=(0,rules_code.Rk)(func);if(own!==void 0)return this.#methods.has(own);if(func.attr==="get"||func.attr==="pop")return this.#itemHolds(func.value,(0,rules_code.b6)(call.args[0]),locals);if(["get_uri","get_password","get_extra","as_json"].includes(func.attr)&&this.#isConnection(func.value,locals)||KEEPS.test(`.${func.attr}`)&&this.holds(func.value,locals))return!0}return KEEPS.test(this.#code.nameOf(func)??(func.nodeType==="Attribute"?func.attr:""))?[...call.args,...call.keywords.map(({value})=>value)].some(argument=>this.holds(argument,locals)):!1}#isExtras(node,locals){return node.nodeType==="Attribute"&&/^extra(_dejson)?$/.test(node.attr)&&this.#isConnection(node.value,locals)}#isConnection(node,locals){return node.nodeType==="Name"?locals.connections.has(node.id):node.nodeType!=="Call"?!1:/(^|\.)get_connection$/.test((0,rules_code.Bs)(node.func)??"")}}function targetsOf(node){return node.nodeType==="Assign"?node.targets:"target"in node?[node.target]:[]}function isSecretName(name){return SECRET_NAME.test(name)}const SECRET_SHOWN={code:"AS4130",tier:"security",severity:"error",title:"A secret is written to a log or an error",why:"Logs and exception messages are kept, sent on and read by many. Airflow masks what it knows as a secret, but not what is made of it, such as a header, and not in other tools.",next:"Log what was done, never the password, the token, the header or the whole connection.",shownBy:["AS4142","AS4305"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking with %s", headers)
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking %s with %d headers", connection.host, len(headers))
`,check:code=>{const flows=new Map;return(0,rules_code.vn)(code).flatMap(({fn,of})=>{const flow=flows.get(of)??new SecretFlow(code,of);flows.set(of,flow);const locals=flow.locals(fn.node);return(0,rules_code.Gk)(fn.node).flatMap(node=>{const{shown,where}=shownBy(node),leak=shown.find(value=>shows(value,flow,locals));return leak===void 0?[]:[{node:leak,message:`a secret is written to ${where}`}]})})}};function shownBy(node){if(node.nodeType==="Raise"&&node.exc?.nodeType==="Call")return{shown:values(node.exc),where:"an error"};if(node.nodeType!=="Call")return{shown:[],where:""};const{func}=node;if(func.nodeType==="Name"&&func.id==="print")return{shown:values(node),where:"the output"};if(func.nodeType!=="Attribute"||!/^(debug|info|warning|warn|error|exception|critical|log)$/.test(func.attr))return{shown:[],where:""};const logger=func.value.nodeType==="Name"?func.value.id:(0,rules_code.Rk)(func.value)??"";return/^_?(log|logger|logging)$/i.test(logger)?{shown:values(node),where:"the log"}:{shown:[],where:""}}function values(call){return[...call.args,...call.keywords.map(({value})=>value)]}function shows(value,flow,locals){if(flow.holds(value,locals))return!0;const own=(0,rules_code.Rk)(value);return own!==void 0?isSecretName(own):value.nodeType==="JoinedStr"||value.nodeType==="BoolOp"?value.values.some(part=>shows(part,flow,locals)):value.nodeType==="FormattedValue"?shows(value.value,flow,locals):value.nodeType==="BinOp"?shows(value.left,flow,locals)||shows(value.right,flow,locals):value.nodeType==="Tuple"&&value.elts.some(part=>shows(part,flow,locals))}const SECRET_RENDERED={code:"AS4134",tier:"security",severity:"error",title:"A secret stands in a rendered field or an XCom",why:"Airflow keeps the rendered value of each template field, and each XCom, in its database, and shows both in the web interface to everyone who may see the DAG.",next:"Keep the secret in a local variable of the method that needs it.",shownBy:["AS4142"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("token",)
    token = None

    def execute(self, context):
        self.token = BaseHook.get_connection("desk").password
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("path",)
    path = "/"

    def execute(self, context):
        token = BaseHook.get_connection("desk").password
        self.log.info("asking with a token of %d letters", len(token))
`,check:code=>code.classes.flatMap(one=>{if(!(0,rules_code.Id)(one))return[];const flow=new SecretFlow(code,one);return one.methods.flatMap(({node:fn,name:method})=>{const locals=flow.locals(fn);return(0,rules_code.Gk)(fn).flatMap(node=>{if(node.nodeType==="Return"&&method==="execute"&&node.value&&flow.holds(node.value,locals))return[{node,message:"`execute` returns a secret to XCom"}];if(node.nodeType==="Assign"&&flow.holds(node.value,locals)){const field=node.targets.map(rules_code.Rk).find(name=>name&&one.templateFields?.includes(name));return field?[{node,message:`the template field \`${field}\` holds a secret`}]:[]}return(0,rules_code.Tz)([node]).some(({func,args,keywords})=>func.nodeType==="Attribute"&&func.attr==="xcom_push"&&[...args,...keywords.map(({value})=>value)].some(value=>flow.holds(value,locals)))?[{node,message:"a secret is pushed to XCom"}]:[]})})})},HEAD=`from airflow.models import BaseOperator


class CountOperator(BaseOperator):
    def execute(self, context):
`;function aboutCalls(facts,says,at=()=>{}){return{tier:"security",...facts,check:code=>(0,rules_code.GG)(code.module.tree).flatMap(node=>{if(node.nodeType!=="Call")return[];const message=says(node,code.nameOf(node.func)??"",code);return message===void 0?[]:[{node:at(node)??node,message}]})}}const EVALUATES=aboutCalls({code:"AS4150",severity:"error",title:"Text is run as Python",why:"`eval` and `exec` run whatever the text says, with everything the worker may do. The text of a component comes from DAGs, templates and services.",next:"Parse the text: `json.loads`, `ast.literal_eval`, or a table of allowed names.",wrong:`${HEAD}        return eval("1 + 1")
`,right:`import ast

${HEAD}        return ast.literal_eval("[1, 1]")
`},(call,name)=>/^(builtins\.)?(eval|exec)$/.test(name)&&call.args.length>0?`\`${name}\` runs text as Python`:void 0),SHELL=aboutCalls({code:"AS4151",severity:"error",title:"A command goes through a shell",why:"A shell takes `;`, `$(\u2026)` and `>` in every value as commands of its own. A value that a template or a service gives then runs on the worker.",next:"Call `subprocess.run([...], check=True)` with a list of arguments and without `shell=True`.",wrong:`import subprocess

${HEAD}        subprocess.run("wc -l " + self.task_id, shell=True, check=True)
`,right:`import subprocess

${HEAD}        subprocess.run(["wc", "-l", self.task_id], check=True)
`},(call,name)=>/^(os\.(system|popen)|subprocess\.(getoutput|getstatusoutput)|commands\.getoutput)$/.test(name)?`\`${name}\` starts a shell`:name.startsWith("subprocess.")&&(0,rules_code.VO)((0,rules_code.Si)(call,"shell"),!0)?`\`${name}\` starts a shell`:void 0),PICKLE=aboutCalls({code:"AS4152",severity:"warning",title:"Pickled data is loaded",why:"Loading a pickle runs what it says. Data from a file, a service or an XCom can thereby run anything on the worker.",next:"Read JSON, or data whose format holds no code.",wrong:`import pickle

${HEAD}        return pickle.loads(b"...")
`,right:`import json

${HEAD}        return json.loads("{}")
`},(_,name)=>/^(c?[pP]ickle|dill|cloudpickle|marshal|joblib|shelve)\.(loads?|open)$/.test(name)?`\`${name}\` runs what the data says`:void 0),YAML_LOAD=aboutCalls({code:"AS4153",severity:"error",title:"YAML is loaded with all its tags",why:"`yaml.load` with the full loader makes any Python object that the text names, and so runs code.",next:"Call `yaml.safe_load`.",wrong:`import yaml

${HEAD}        return yaml.load("a: 1", Loader=yaml.Loader)
`,right:`import yaml

${HEAD}        return yaml.safe_load("a: 1")
`},(call,name,code)=>{if(/^yaml\.(unsafe_load|unsafe_load_all)$/.test(name))return`\`${name}\` makes any object`;if(!/^yaml\.load(_all)?$/.test(name))return;const loader=(0,rules_code.Si)(call,"Loader")??call.args[1];return loader&&/Safe|Base/i.test(loaderName(loader,code))?void 0:`\`${name}\` makes any object`},call=>(0,rules_code.Si)(call,"Loader")??void 0);function loaderName(node,code){return code.nameOf(node)??"Safe"}const UNVERIFIED_CALLS=aboutCalls({code:"AS4154",severity:"error",title:"Certificates are not checked",why:"Without a check of the certificate anybody on the way can read and change what is sent, the password of the connection with it.",next:'Leave the check on; for a certificate of one\u2019s own give the path of its authority (`verify="/path/ca.pem"`).',wrong:`import requests

${HEAD}        return requests.get("https://desk.example", timeout=5, verify=False).text
`,right:`import requests

${HEAD}        return requests.get("https://desk.example", timeout=5).text
`},(call,name)=>name==="ssl._create_unverified_context"?"certificates are not checked":(/^(requests|httpx)\./.test(name)||/(^|\.)(session|client|http)\.(get|post|put|patch|delete|head|request)$/i.test(name))&&(0,rules_code.VO)((0,rules_code.Si)(call,"verify"),!1)?"`verify=False` lets anybody answer":void 0,call=>(0,rules_code.Si)(call,"verify")??void 0),UNVERIFIED={...UNVERIFIED_CALLS,check:(code,spec)=>[...UNVERIFIED_CALLS.check(code,spec),...(0,rules_code.GG)(code.module.tree).flatMap(node=>node.nodeType!=="Assign"||!(0,rules_code.VO)(node.value,!1)?[]:node.targets.some(target=>target.nodeType==="Attribute"&&isSession(target,code))?[{node:node.value,message:"`verify = False` lets anybody answer"}]:[])]};function isSession({attr,value},{module,nameOf:nameOf2}){return attr!=="verify"||value.nodeType==="Name"&&value.id==="self"?!1:/session|client|http|conn/i.test(module.slice(value))?!0:(0,rules_code.GG)(module.tree).some(node=>node.nodeType==="Assign"&&node.value.nodeType==="Call"&&SESSION.test(nameOf2(node.value.func)??"")&&node.targets.some(target=>module.slice(target)===module.slice(value))||node.nodeType==="With"&&node.items.some(({context_expr,optional_vars})=>context_expr.nodeType==="Call"&&SESSION.test(nameOf2(context_expr.func)??"")&&optional_vars!=null&&module.slice(optional_vars)===module.slice(value)))}const SESSION=/^(requests\.([sS]ession|sessions\.Session)|httpx\.(Async)?Client)$/,NO_TIMEOUT=aboutCalls({code:"AS4156",severity:"warning",title:"A request may wait for ever",why:"`requests` and `urlopen` wait without an end unless they are told otherwise: a service that accepts and never answers holds the worker.",next:"Give `timeout=` in seconds.",wrong:`import requests

${HEAD}        return requests.get("https://desk.example").text
`,right:`import requests

${HEAD}        return requests.get("https://desk.example", timeout=30).text
`},(call,name)=>/^requests\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/.test(name)?call.keywords.some(({arg})=>arg==="timeout"||arg==null)||name.endsWith("urlopen")&&call.args.length>2?void 0:`\`${name}\` has no timeout`:void 0),KEY=/\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bsk-(ant|proj|live)?-?[A-Za-z0-9_-]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{35}\b|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\s*\w/,PLACEHOLDER=/^(\s*|none|null|true|false|password|secret|token|\*+|x+|\.\.\.|changeme|<.*>|\{.*\}|.*(example|dummy|default|required|optional|your).*)$/i,CREDENTIALS={code:"AS4155",tier:"security",severity:"error",title:"A credential stands in the source",why:"The component is committed and read by everyone who may read the repository, and a commit cannot be taken back. Airflow keeps secrets in connections.",next:"Take it from the connection (`connection.password`, `connection.extra_dejson`), and change the secret that was written down.",wrong:`from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = "correct-horse-7"
        return len(password)
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = BaseHook.get_connection("desk").password
        return len(password)
`,check:({module})=>(0,rules_code.GG)(module.tree).flatMap(node=>offences(node))};function offences(node){const text=(0,rules_code.b6)(node);return text!==void 0&&KEY.test(text)?[{node,message:"the text looks like a key of a service"}]:pairs(node).flatMap(([name,value])=>{const literal=(0,rules_code.b6)(value);return literal===void 0||!isSecretName(name)||!looksSecret(literal)?[]:[{node:value,message:`\`${name}\` is given a literal value`}]})}function looksSecret(text){return text.length<6||PLACEHOLDER.test(text)||/\s|[{}]|:\/\/|^[/.]|X{6}/.test(text)?!1:/[A-Za-z]/.test(text)&&(/\d/.test(text)||/[!@#$%^&*+=?~]/.test(text))}function pairs(node){switch(node.nodeType){case"Assign":return node.targets.flatMap(target=>{const name=nameOf(target);return name===void 0?[]:[[name,node.value]]});case"AnnAssign":return[[nameOf(node.target)??"",node.value]];case"Keyword":return[[node.arg??"",node.value]];case"Dict":return node.keys.map((key,index)=>[(0,rules_code.b6)(key)??"",node.values[index]]);case"FunctionDef":case"AsyncFunctionDef":{const{args}=node,plain=[...args.posonlyargs,...args.args],first=plain.length-args.defaults.length;return[...plain.map(({arg},index)=>[arg,args.defaults[index-first]]),...args.kwonlyargs.map(({arg},index)=>[arg,args.kw_defaults[index]])]}default:return[]}}function nameOf(node){return node.nodeType==="Name"?node.id:node.nodeType==="Attribute"?node.attr:node.nodeType==="Subscript"?(0,rules_code.b6)(node.slice):void 0}const EXCEPTIONS={code:"AS4127",tier:"contract",severity:"error",title:"An exception of the spec is never raised",why:"The spec promises that exception under `raises`. Whoever builds on the component (a retry rule, a callback, a skip) waits for that class; here no line names it.",next:"Raise the class that the spec names, where the spec says, or correct the spec.",shownBy:["AS4303"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise RuntimeError("nothing to copy")
`,right:`from airflow.exceptions import AirflowException
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise AirflowException("nothing to copy")
`,check:(code,spec)=>{const one=code.classes.find(({name})=>name===spec?.name);if(spec===void 0||one===void 0)return[];const named2=namesIn(code),missing2=[...new Set(spec.raises.map(({exception})=>exception.split(".").at(-1)??exception))].filter(name=>!named2.has(name)),severity=mayRaiseElsewhere(code)?"warning":"error",quiet=missing2.some(name=>OWN.has(name))&&isHarmless(code,one);return missing2.flatMap(name=>{const explicit=EXPLICIT.test(name);if(!explicit&&!(quiet&&OWN.has(name)))return[];const message=`${name}, which the spec promises, is never raised`;return[{node:one.node,severity:explicit?severity:"warning",message}]})}},EXPLICIT=/^Airflow(Fail|Skip)?Exception$/,OWN=new Set(["ValueError","RuntimeError","OSError","FileNotFoundError","PermissionError","ConnectionError","TimeoutError"]),HARMLESS=/^(super|isinstance|issubclass|len|str|repr|bool|list|dict|tuple|set|hasattr|callable|print|id|type|cast|typing\.cast|TYPE_CHECKING|logging\.getLogger)$/,HARMLESS_METHODS=new Set(["get","items","keys","values","append","extend","add","update","setdefault","copy","strip","lstrip","rstrip","lower","upper","title","startswith","endswith","splitlines","debug","info","warning","error","exception","xcom_push","xcom_pull","__init__"]);function isHarmless(code,one){return one.known?(0,rules_code.GG)(code.module.tree).every(node=>{if(node.nodeType!=="Call")return!["BinOp","Starred","Await"].includes(node.nodeType)||isJoin(node);const own=(0,rules_code.Rk)(node.func);if(own!==void 0)return(0,rules_code.NY)(one,own)!==void 0;if(node.func.nodeType==="Attribute")return HARMLESS_METHODS.has(node.func.attr);const name=code.nameOf(node.func)??"";return code.module.functions.some(fn=>fn.name===name)||HARMLESS.test(name)||/(Error|Exception)$/.test(name)}):!1}function isJoin(node){return node.nodeType==="BinOp"&&["BitOr","Add","Sub","Mult"].includes(node.op.nodeType)}function namesIn({module}){const names=new Set;for(const node of(0,rules_code.GG)(module.tree)){const parts=node.nodeType==="Raise"&&node.exc?[node.exc]:node.nodeType==="ClassDef"?node.bases:[];for(const part of parts)for(const inner of(0,rules_code.GG)(part))inner.nodeType==="Name"&&names.add(inner.id),inner.nodeType==="Attribute"&&names.add(inner.attr);if(node.nodeType==="Assign"&&(node.value.nodeType==="Name"||node.value.nodeType==="Attribute")&&names.add(node.value.nodeType==="Name"?node.value.id:node.value.attr),node.nodeType==="Call")for(const argument of node.args)argument.nodeType==="Name"&&names.add(argument.id)}return names}function mayRaiseElsewhere({module}){return module.imports.some(({module:from,level})=>{const[top=""]=from.split(".");return level>0||from.startsWith("airflow.providers")||!((0,python.mI)(top)||PLAIN.has(top))})||/\bget_connection\b/.test(module.source)}const PLAIN=new Set(["airflow","requests","httpx","aiohttp","pendulum"]),EXECUTE_VALUE={code:"AS4128",tier:"contract",severity:"error",title:"`execute` gives something that XCom cannot hold",why:"What `execute` returns is pushed to XCom, which holds JSON and what Airflow can turn into JSON. Bytes, open files, generators, connections and responses of a library fail there, after all the work was done.",next:"Return plain values: text, numbers, lists and dicts of them.",shownBy:["AS4141"],wrong:`import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5)
`,right:`import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()
`,check:code=>code.classes.flatMap(one=>{const execute=one.methods.findLast(({name})=>name==="execute");if(!(0,rules_code.Id)(one)||execute===void 0)return[];const nodes=(0,rules_code.Gk)(execute.node),yielded=nodes.find(({nodeType})=>nodeType==="Yield"||nodeType==="YieldFrom");return yielded?[{node:yielded,message:"`execute` is a generator: nothing in it runs"}]:nodes.filter(node=>node.nodeType==="Return").flatMap(({value})=>{const what=value?whatOf(value,code):void 0;return value&&what!==void 0?[{node:value,message:`\`execute\` returns ${what}`}]:[]})})},RESPONSES=/^(requests|httpx)\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/;function whatOf(value,code){if((0,rules_code.aY)(value))return"bytes";if(value.nodeType==="GeneratorExp")return"a generator";if(value.nodeType==="Lambda")return"a function";if(value.nodeType!=="Call")return;const name=code.nameOf(value.func)??"";if(name==="open")return"an open file";if(name==="iter"||name==="map"||name==="filter"||name==="zip")return"an iterator";if(RESPONSES.test(name))return"a response object";if(/(^|\.)(BaseHook|self)\.get_connection$/.test(name))return"a connection, with its password"}const METHOD_SHAPE={code:"AS4131",tier:"contract",severity:"error",title:"A method that Airflow calls has another shape",why:"Airflow calls `execute(context)` and `poke(context)` and waits for their values, and `on_kill()` without arguments. A coroutine is never awaited, a property or a further required argument makes the call fail.",next:"Write `def execute(self, context):`, `def poke(self, context):`, `def on_kill(self):`.",shownBy:["AS4302","AS4140"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    async def execute(self, context):
        return 1
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,check:({classes})=>classes.flatMap(one=>(0,rules_code.Id)(one)?one.methods.flatMap(method=>faults(method)):[])},ARGUMENTS={execute:1,poke:1,on_kill:0};function faults(method){const wanted=ARGUMENTS[method.name];if(wanted===void 0||method.decorators.length>0)return[];const node=method.node;if(method.async)return[{node,message:`\`${method.name}\` is a coroutine, which Airflow does not await`}];const plain=method.parameters.filter(({kind})=>kind==="positional"||kind==="positional-only").slice(1),takesMore=method.parameters.some(({kind})=>kind==="var-positional"),required=[...plain.filter(parameter=>parameter.default===void 0).slice(wanted),...method.parameters.filter(parameter=>parameter.kind==="keyword"&&parameter.default===void 0)];return required.length>0?[{node,message:`\`${method.name}\` demands \`${required[0]?.name}\``}]:plain.length<wanted&&!takesMore?[{node,message:`\`${method.name}\` takes no context`}]:[]}const CONTEXT_MANAGER={code:"AS4132",tier:"contract",severity:"error",title:"Half a context manager",why:"`with hook:` calls `__enter__` and `__exit__`. With one of the two alone the statement fails, and an `__exit__` that does not take the exception fails when it matters.",next:"Write both, `def __enter__(self):` and `def __exit__(self, kind, error, traceback):`.",wrong:`from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self
`,right:`from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.log.info("closed")
`,check:({classes})=>classes.flatMap(one=>[...half(one,"__enter__","__exit__"),...half(one,"__aenter__","__aexit__")])};function half(one,enter,exit){const enters=one.methods.find(({name})=>name===enter),exits=one.methods.find(({name})=>name===exit);if(!one.known||one.role==="other"||one.above.length>0)return[];if(enters&&!exits)return[{node:enters.node,message:`there is ${enter} but no ${exit}`}];if(exits&&!enters)return[{node:exits.node,message:`there is ${exit} but no ${enter}`}];if(exits===void 0)return[];const takesRest=exits.parameters.some(({kind})=>kind==="var-positional"),count=exits.parameters.filter(({kind})=>kind==="positional"||kind==="positional-only").length;return takesRest||count>=4?[]:[{node:exits.node,message:`${exit} does not take the exception`}]}const NO_WORK={code:"AS4133",tier:"contract",severity:"error",title:"The component has no `execute` or `poke`",why:"An operator does its work in `execute`, a sensor asks its question in `poke`. The base class only raises there.",next:"Write `def execute(self, context):` (in a sensor `def poke(self, context):`).",shownBy:["AS4102","AS4302"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def run_now(self, context):
        return 1
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,check:({classes},spec)=>classes.flatMap(one=>{if(!(0,rules_code.Id)(one)||!one.known||one.name!==spec?.name)return[];const wanted=one.role==="sensor"?["poke","execute"]:["execute"],names=new Set([one,...one.above].flatMap(({methods})=>methods.map(({name})=>name)));return wanted.some(name=>names.has(name))?[]:[{node:one.node,message:`${one.name} has no \`${wanted[0]}\``}]})},OWN_LOG={code:"AS4129",tier:"contract",severity:"warning",title:"It logs past the task\u2019s log",why:"Airflow keeps what is written with `self.log` under the task, with level and time. `print` and the root logger reach that log only by luck, without a level, and in a trigger not at all; a logger by another name follows its own settings of level and place.",next:'Write `self.log.info("\u2026", value)`.',wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        print("copied")
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        self.log.info("copied")
`,check:code=>{const loggers=loggersOf(code);return(0,rules_code.vn)(code).flatMap(({fn,of})=>{if(of===void 0||of.role==="other")return[];const hasSelf=fn.parameters[0]?.name==="self";return(0,rules_code.Tz)((0,rules_code.Gk)(fn.node)).flatMap(call=>{const name=code.nameOf(call.func)??"";if(name==="print"||/^logging\./.test(name))return name==="print"||isLogging(call.func)?[{node:call,message:`\`${name}\` does not write to the task's log`}]:[];if(!hasSelf||call.func.nodeType!=="Attribute"||!isLogging(call.func))return[];const{value}=call.func,said=code.module.slice(call.func);return makesLogger(value,code)||loggers.has(code.module.slice(value))?[{node:call,message:`\`${said}\` writes past the task's own log`}]:[]})})}};function isLogging(func){return func.nodeType==="Attribute"&&/^(debug|info|warning|warn|error|exception|critical|log)$/.test(func.attr)}function loggersOf(code){const found=(0,rules_code.GG)(code.module.tree).flatMap(node=>node.nodeType!=="Assign"||!makesLogger(node.value,code)?[]:node.targets.filter(target=>(0,rules_code.Rk)(target)!=="log"));return new Set(found.map(target=>code.module.slice(target)))}function makesLogger(node,code){return node.nodeType==="Call"&&/^(logging\.getLogger|structlog\.get_logger)$/.test(code.nameOf(node.func)??"")}const POKE_VALUE={code:"AS4122",tier:"contract",severity:"error",title:"`poke` gives something else than a bool",why:"Airflow asks only whether the value of `poke` is true. A text, a list or a number says something else than it seems to, and a value for XCom is lost unless it stands in a `PokeReturnValue`.",next:"Return `True` or `False`, or `PokeReturnValue(is_done=\u2026, xcom_value=\u2026)`.",shownBy:["AS4140"],wrong:`from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return "found" if rows else "nothing"
`,right:`from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return bool(rows)
`,check:({classes})=>classes.flatMap(({role,methods})=>{const poke=methods.findLast(({name})=>name==="poke");if(role!=="sensor"||poke===void 0)return[];const nodes=(0,rules_code.Gk)(poke.node);if(nodes.some(({nodeType})=>nodeType==="Yield"||nodeType==="YieldFrom"))return[{node:poke.node,message:"`poke` is a generator, which is always true"}];const returns=nodes.filter(node=>node.nodeType==="Return"),wrong=returns.flatMap(({value})=>value?wrongValue(value).slice(0,1):[]);return wrong.length>0?wrong:missing(poke.node.body,returns,poke.node)})};function wrongValue(value){if(value.nodeType==="IfExp")return[...wrongValue(value.body),...wrongValue(value.orelse)];if(value.nodeType==="BoolOp")return value.values.flatMap(wrongValue);const what=kindOf(value);return what===void 0?[]:[{node:value,message:`\`poke\` returns ${what}, not a bool`}]}function kindOf(value){return(0,rules_code.b6)(value)!==void 0||value.nodeType==="JoinedStr"?"a text":value.nodeType==="Constant"&&typeof value.value=="number"?"a number":["List","ListComp"].includes(value.nodeType)?"a list":["Dict","DictComp"].includes(value.nodeType)?"a dict":["Set","SetComp"].includes(value.nodeType)?"a set":value.nodeType==="Tuple"?"a tuple":value.nodeType==="GeneratorExp"?"a generator":value.nodeType==="Lambda"?"a function":void 0}function missing(body,returns,node){return!returns.some(({value})=>value&&!(value.nodeType==="Constant"&&value.value===null))||!fallsThrough(body)?[]:[{node,message:"`poke` returns nothing on one of its ways"}]}function fallsThrough(body){const last=body.at(-1);if(last===void 0)return!0;switch(last.nodeType){case"Return":case"Raise":return!1;case"If":return fallsThrough(last.body)||fallsThrough(last.orelse);case"While":return!(last.test.nodeType==="Constant"&&last.test.value===!0);case"With":return fallsThrough(last.body);case"Try":{if(last.finalbody.length>0&&!fallsThrough(last.finalbody))return!1;const tried=last.orelse.length>0?last.orelse:last.body;return fallsThrough(tried)||last.handlers.some(handler=>fallsThrough(handler.body))}case"Expr":return!/^self\.(defer|skip|fail)/.test(describe(last.value));case"Match":return!1;default:return!0}}function describe(value){return value.nodeType!=="Call"||value.func.nodeType!=="Attribute"?"":value.func.value.nodeType==="Name"?`${value.func.value.id}.${value.func.attr}`:""}const DEFER_METHOD={code:"AS4123",tier:"contract",severity:"error",title:"A deferral names a method that cannot be called",why:"When the trigger fires, Airflow makes the task anew and calls the method that `method_name` names, with `context` and `event` by name. A method that is missing or takes something else fails only then.",next:"Write `def execute_complete(self, context, event):` and name exactly that.",wrong:`from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="resume")

    def execute_complete(self, context, event):
        return event
`,right:`from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="execute_complete")

    def execute_complete(self, context, event):
        return event
`,check:code=>code.classes.flatMap(one=>(0,rules_code.Id)(one)?one.methods.flatMap(({node})=>(0,rules_code.Tz)((0,rules_code.GG)(node))).flatMap(call=>{if((0,rules_code.Bs)(call.func)!=="self.defer")return[];const name=(0,rules_code.b6)((0,rules_code.Si)(call,"method_name"));if(name===void 0)return[];if((0,rules_code.GG)(call).some(node=>node.nodeType==="Keyword"&&node.arg==="end_from_trigger"))return[];const method=(0,rules_code.NY)(one,name),fault=method?faultOf(method):one.known&&name!=="execute"?"does not exist":void 0;return fault===void 0?[]:[{node:call,message:`the method \`${name}\` of the deferral ${fault}`}]}):[])};function faultOf({parameters,decorators,async:coroutine}){if(decorators.length>0)return;if(coroutine)return"is a coroutine, which nobody awaits";const names=parameters.map(({name})=>name),takesRest=parameters.some(({kind})=>kind==="var-keyword");return names.includes("context")?names.includes("event")||takesRest?void 0:"does not take `event`":takesRest?void 0:"does not take `context`"}const TRIGGER_RUN={code:"AS4125",tier:"contract",severity:"error",title:"A trigger never fires",why:"The triggerer loops over `run()` with `async for`. A `run` that returns its event instead of yielding it, or is no coroutine, breaks there or ends without an event, and the task fails.",next:"Write `async def run(self):` and `yield TriggerEvent(\u2026)` in it.",wrong:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        return TriggerEvent(True)
`,right:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        yield TriggerEvent(True)
`,check:({classes})=>classes.flatMap(one=>{const run=one.methods.findLast(({name})=>name==="run");if(one.role!=="trigger"||run===void 0||run.decorators.length>0)return[];const nodes=(0,rules_code.Gk)(run.node),yields=nodes.some(({nodeType})=>nodeType==="Yield"||nodeType==="YieldFrom"),handsOn=nodes.some(node=>node.nodeType==="Return"&&node.value?.nodeType==="Call");if(!run.async&&!handsOn)return[{node:run.node,message:"`run` is no `async def`"}];const abstract=nodes.some(({nodeType})=>nodeType==="Raise")&&nodes.length<12;return run.async&&!yields&&!abstract?[{node:run.node,message:"`run` never yields an event"}]:[]})},BLOCKING=/^(time\.sleep|requests\.(get|post|put|patch|delete|head|request)|urllib\.request\.urlopen|subprocess\.(run|call|check_call|check_output)|os\.system)$/,TRIGGER_BLOCKS={code:"AS4126",tier:"contract",severity:"error",title:"A coroutine blocks the triggerer",why:"All triggers share one event loop. While one of them sleeps or waits for an answer without `await`, none of the others can fire.",next:"Write `await asyncio.sleep(\u2026)`, use an asynchronous client, or `await asyncio.to_thread(\u2026)`.",wrong:`import time

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        time.sleep(5)
        yield TriggerEvent(True)
`,right:`import asyncio

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        await asyncio.sleep(5)
        yield TriggerEvent(True)
`,check:code=>(0,rules_code.vn)(code).flatMap(({fn})=>{if(!fn.async)return[];const stopping=cancelled((0,rules_code.Gk)(fn.node));return(0,rules_code.Tz)((0,rules_code.Gk)(fn.node)).flatMap(call=>{const name=code.nameOf(call.func)??"";return!BLOCKING.test(name)||stopping.has(call)?[]:[{node:call,message:`\`${name}\` blocks the event loop in \`${fn.name}\``}]})})};function cancelled(nodes){const handlers=nodes.filter(node=>node.nodeType==="ExceptHandler"&&/CancelledError/.test(JSON.stringify(node.type??null)));return new Set(handlers.flatMap(handler=>(handler.nodeType==="ExceptHandler"?handler.body:[]).flatMap(rules_code.V6)))}const TRIGGER_SERIALIZE={code:"AS4124",tier:"contract",severity:"error",shownBy:["AS4157"],title:"A trigger cannot be rebuilt from what it serializes",why:"A trigger travels to another process as `serialize()` says: the path of its class and the arguments of its constructor. A path of another class, or arguments that the constructor does not take, break it there.",next:'Return `(f"{type(self).__module__}.{type(self).__qualname__}", {\u2026})` with exactly the arguments of the constructor.',wrong:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "wait": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,right:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "pause": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,check:({classes})=>classes.filter(({role})=>role==="trigger").flatMap(serialize_faults)};function serialize_faults(one){const serialize=one.methods.findLast(({name})=>name==="serialize");return serialize===void 0?one.known&&(0,rules_code.NY)(one,"run")!==void 0&&(0,rules_code.NY)(one,"serialize")===void 0?[{node:one.node,message:`${one.name} has no \`serialize\``}]:[]:(0,rules_code.Gk)(serialize.node).flatMap(node=>node.nodeType==="Return"?[node.value]:[]).flatMap(value=>{if(value?.nodeType!=="Tuple"||value.elts.length!==2)return[];const[path,kwargs]=value.elts;return[...pathFault(path,one),...kwargs?.nodeType==="Dict"?argumentFaults(kwargs,one):[]]})}function pathFault(path,one){const text=(0,rules_code.b6)(path);return path===void 0||text===void 0||text.split(".").at(-1)===one.name?[]:[{node:path,message:`${one.name} serializes as \`${text}\`, which is another class`}]}function argumentFaults(kwargs,trigger){const init=(0,rules_code.NY)(trigger,"__init__"),given=kwargs.keys.map(key=>key?(0,rules_code.b6)(key):void 0);if(init===void 0||given.some(name=>name===void 0))return[];const taken=init.parameters.slice(1),open=taken.some(({kind})=>kind==="var-keyword"),names=new Set(taken.map(({name})=>name)),extra=open?[]:given.filter(name=>name!==void 0&&!names.has(name)),missing2=taken.filter(taken2=>taken2.default===void 0&&!taken2.kind.startsWith("var-")).filter(({name})=>!given.includes(name)),[one,other]=[extra[0],missing2[0]?.name];if(one===void 0&&other===void 0)return quietFaults(kwargs,taken,given,trigger);const parts=[...one===void 0?[]:[`does not take \`${one}\``],...other===void 0?[]:[`demands \`${other}\`, which is missing`]];return[{node:kwargs,message:`the constructor ${parts.join(" and ")}`}]}function quietFaults(kwargs,taken,given,trigger){const left=taken.filter(({kind})=>!kind.startsWith("var-")).filter(({name})=>!given.includes(name)).map(({name})=>`\`${name}\``),fixed=kwargs.values.flatMap((value,index)=>value.nodeType==="Constant"?[{node:value,severity:"warning",message:`\`${given[index]}\` is serialized as a constant, whatever ${trigger.name} was given`}]:[]),node=kwargs,message=`${left.join(", ")} of the constructor ${left.length>1?"are":"is"} not serialized, so a rebuilt trigger has the default`;return[...fixed,...left.length>0?[{node,severity:"warning",message}]:[]]}const RULES=[REQUIRED_FIRST,SUPER_INIT,SUPER_KWARGS,TEMPLATE_ATTRIBUTE,RAW_TEMPLATE,IMPORT_ACCESS,CONSTRUCT_ACCESS,MUTABLE_DEFAULT,LAZY_HOOK,POKE_VALUE,DEFER_METHOD,TRIGGER_SERIALIZE,TRIGGER_RUN,TRIGGER_BLOCKS,EXCEPTIONS,EXECUTE_VALUE,OWN_LOG,SECRET_SHOWN,METHOD_SHAPE,CONTEXT_MANAGER,NO_WORK,SECRET_RENDERED,EVALUATES,SHELL,PICKLE,YAML_LOAD,UNVERIFIED,CREDENTIALS,NO_TIMEOUT]})};export{id,ids,modules};
